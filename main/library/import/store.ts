/** Puts one file into the library: examined, copied by its content, listed. */
import { basename, extname } from "node:path";
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
import { probeMedia } from "#native/ffmpeg/index.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import { newId } from "../ids.ts";
import { addItem } from "../items/add.ts";
import type { Items } from "../items/items.ts";
import { unshelve } from "../items/shelve.ts";
import { describeMedia, type Media, placeMedia } from "../media.ts";
import type { MediaFiles } from "../media-files.ts";
import { importWords } from "../words.ts";
import { isPlayable, kindOf } from "./playable.ts";

/** What is known of a file besides what is in it. */
export interface Provenance {
  createdAt: number;
  prompt: string | null;
  origin: string | null;
  originId: string | null;
  originParent: string | null;
}

export const NO_PROVENANCE: Omit<Provenance, "createdAt"> = {
  ...{ prompt: null, origin: null, originId: null, originParent: null },
};

export interface Stored {
  id: string;
  /** It was there already. */
  duplicate: boolean;
}

export class ImportStore {
  readonly #home: Home;
  readonly #database: Database;
  readonly #items: Items;
  readonly #media: MediaFiles;
  readonly #onStored: (id: string) => void;

  /** `onStored` is told of every item that is new. */
  constructor(
    home: Home,
    database: Database,
    items: Items,
    media: MediaFiles,
    onStored: (id: string) => void,
  ) {
    this.#home = home;
    this.#database = database;
    this.#items = items;
    this.#media = media;
    this.#onStored = onStored;
  }

  /** Throws Problem "corrupt-media", "not-found", "no-space" or "cancelled". */
  async store(path: string, provenance: Provenance, signal: AbortSignal): Promise<Stored> {
    const info = await probeMedia(path, signal);
    const kind = kindOf(info);
    if (kind === null) {
      throw new Problem("corrupt-media", `${path} has neither picture nor sound.`, "Choose another file.", {
        text: { key: "media-unreadable", values: { file: path } },
      });
    }
    const media = named(await describeMedia(path));
    const known = await this.#recall(media.sha256);
    if (known !== undefined) return { id: known, duplicate: true };
    await this.#media.announce([media]);
    await this.#place(path, media);
    const id = newId();
    const fileName = basename(path);
    await this.#items.write(() => {
      const { prompt, origin, originId, originParent, createdAt } = provenance;
      addItem(this.#database, {
        ...{ id, kind, parent: null, createdAt, title: prompt ?? basename(fileName, extname(fileName)) },
        seconds: kind === "picture" ? null : (info.seconds ?? info.audio?.seconds ?? null),
        ...{ width: info.video?.width ?? null, height: info.video?.height ?? null, look: null, pack: origin },
        words: importWords(fileName, prompt, origin),
      });
      prepared(
        this.#database,
        `INSERT INTO imports (id, sha256, proxy, proxyState, fileName, info, prompt, origin, originId, originParent)
         VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        ...[id, media.sha256, isPlayable(info) ? "unneeded" : "waiting", fileName, JSON.stringify(info)],
        ...[prompt, origin, originId, originParent],
      );
    });
    this.#onStored(id);
    return { id, duplicate: false };
  }

  /** The item that has this file, out of the trash if it was there. */
  async #recall(sha256: string): Promise<string | undefined> {
    const item = prepared<[string, string], { id: string; seq: number; state: string }>(
      this.#database,
      `SELECT items.id, seq, state FROM items WHERE id IN (
         SELECT id FROM imports WHERE sha256 = ?
         UNION ALL SELECT generation FROM generationFiles WHERE sha256 = ? AND role = 'clip')
       LIMIT 1`,
    ).get(sha256, sha256);
    if (item?.state === "trash") await this.#items.write(() => unshelve(this.#database, item.seq));
    return item?.id;
  }

  async #place(path: string, media: Media): Promise<void> {
    try {
      await placeMedia(this.#home, path, media);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== "ENOSPC" && code !== "EDQUOT") throw error;
      throw new Problem(
        "no-space",
        `The disk of the library is full; ${path} was not imported.`,
        "Free some space and import again: what was imported is noticed.",
        { cause: error, text: { key: "disk-full", values: { folder: this.#home.media } } },
      );
    }
  }
}

/** An odd extension would make an odd address. */
function named(media: Media): Media {
  return { ...media, extension: /^\.[a-z0-9]{1,8}$/.test(media.extension) ? media.extension : "" };
}
