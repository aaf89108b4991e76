/** The file that an item's pictures are made from. */
import type { Home } from "#main/home.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import { mediaPath } from "../media.ts";
import type { PictureSource } from "./maker.ts";

interface SourceRow {
  kind: string;
  seconds: number | null;
  sha256: string;
  extension: string;
}

export function pictureSource(home: Home, database: Database, id: string): PictureSource | undefined {
  const row = prepared<[string], SourceRow>(
    database,
    `SELECT kind, seconds, media.sha256, extension FROM items
     LEFT JOIN generationFiles ON generation = items.id AND role = 'clip'
     LEFT JOIN imports ON imports.id = items.id
     JOIN media ON media.sha256 = coalesce(generationFiles.sha256, imports.sha256)
     WHERE items.id = ?`,
  ).get(id);
  if (row === undefined) return undefined;
  const kind = row.kind === "audio" || row.kind === "picture" ? row.kind : "video";
  return { path: mediaPath(home, row), kind, seconds: row.seconds ?? 0 };
}
