/** One item in full, for whoever looks at it closely. */
import type { ItemDetails, ItemFile, ProxyState } from "#contract/library.ts";
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
import type { MediaInfo } from "#native/ffmpeg/index.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import { type FileRow, type GenerationRow, toGeneration } from "../generation.ts";
import type { ImportTable } from "../schema.ts";
import { ROW_COLUMNS, type RowWithPlace } from "./rows.ts";

type ItemWithParent = RowWithPlace & { parent: string | null; state: string };

/** Throws Problem "not-found". */
export function detailsOf(home: Home, database: Database, id: string): ItemDetails {
  const item = prepared<[string], ItemWithParent>(
    database,
    `SELECT ${ROW_COLUMNS}, parent, state FROM items WHERE items.id = ? AND state <> 'erased'`,
  ).get(id);
  if (item === undefined) {
    throw new Problem("not-found", "That item is not in the library any more.", "Choose another one.", {
      text: { key: "item-gone" },
    });
  }
  const { seq, state: _state, ...row } = item;
  const names = (sql: string) => prepared<[number], string>(database, sql).pluck().all(seq);
  const generation = generationOf(home, database, id);
  const imported = importOf(database, id);
  const files = generation?.files ?? imported?.files ?? [];
  return {
    ...row,
    tags: names("SELECT name FROM itemTags JOIN tags ON tags.id = tag WHERE seq = ? ORDER BY name"),
    collections: names("SELECT collection FROM collectionItems WHERE seq = ?"),
    files,
    url: playable(files, imported?.imported.proxy),
    generation: generation?.generation ?? null,
    imported: imported?.imported ?? null,
  };
}

function playable(files: readonly ItemFile[], proxy: ProxyState | undefined): string | null {
  const wanted = proxy === undefined ? "clip" : proxy === "unneeded" ? "original" : "proxy";
  return files.find(({ role }) => role === wanted)?.url ?? null;
}

const url = ({ sha256, extension }: { sha256: string; extension: string }) => `media/${sha256}${extension}`;

function generationOf(home: Home, database: Database, id: string) {
  const row = prepared<[string], GenerationRow>(database, "SELECT * FROM generations WHERE id = ?").get(id);
  if (row === undefined) return undefined;
  const files = prepared<[string], FileRow>(
    database,
    `SELECT role, media.sha256, extension, bytes FROM generationFiles
     JOIN media ON media.sha256 = generationFiles.sha256 WHERE generation = ? ORDER BY role`,
  ).all(id);
  const { request, storyboard, timings, inferenceMs, packHash, provider } = toGeneration(home, row, files);
  return {
    files: files.map((file) => ({ role: file.role, url: url(file), bytes: file.bytes })),
    generation: { request, storyboard, timings: { ...timings }, inferenceMs, packHash, provider },
  };
}

function importOf(database: Database, id: string) {
  const row = prepared<[string], ImportTable>(database, "SELECT * FROM imports WHERE id = ?").get(id);
  if (row === undefined) return undefined;
  const file = (role: string, sha256: string | null): ItemFile[] => {
    const media = prepared<[string | null], FileRow>(database, "SELECT * FROM media WHERE sha256 = ?").get(
      sha256,
    );
    return media === undefined ? [] : [{ role, url: url(media), bytes: media.bytes }];
  };
  const { container, video, audio } = JSON.parse(row.info) as MediaInfo;
  return {
    files: [...file("original", row.sha256), ...file("proxy", row.proxy)],
    imported: {
      fileName: row.fileName,
      container,
      videoCodec: video?.codec ?? null,
      audioCodec: audio?.codec ?? null,
      fps: video ? video.fps.num / video.fps.den : null,
      sampleRate: audio?.sampleRate ?? null,
      channels: audio?.channels ?? null,
      proxy: row.proxyState as ProxyState,
      prompt: row.prompt,
      origin: row.origin,
      originId: row.originId,
    },
  };
}
