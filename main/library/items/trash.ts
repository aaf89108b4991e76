/** Emptying the trash: at once, or of what has been in it long enough. */
import type { Selection } from "#contract/library.ts";
import type { Home } from "#main/home.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import type { MediaFiles } from "../media-files.ts";
import { forgetPictures } from "../pictures/index.ts";
import { inChunks } from "./chunks.ts";
import { eraseItem } from "./erase.ts";
import type { Items } from "./items.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long an item stays in the trash where the user says nothing else. */
export const DEFAULT_TRASH_DAYS = 30;

export class Trash {
  readonly #home: Home;
  readonly #database: Database;
  readonly #items: Items;
  readonly #media: MediaFiles;

  constructor(home: Home, database: Database, items: Items, media: MediaFiles) {
    this.#home = home;
    this.#database = database;
    this.#items = items;
    this.#media = media;
  }

  /** Erases items for good; those of them that are in the trash. Tells how many. */
  async erase(selection: Selection): Promise<number> {
    return this.#erase(await this.#items.selectedIds(selection));
  }

  /** Erases everything in the trash. */
  async empty(): Promise<number> {
    return this.erase({ query: { place: "trash", order: "newest" }, except: [] });
  }

  /** Erases what has been in the trash for longer than `days`. */
  async purge(days = DEFAULT_TRASH_DAYS, now = Date.now()): Promise<number> {
    return this.#erase(
      prepared<[number], string>(
        this.#database,
        "SELECT id FROM items WHERE state = 'trash' AND trashedAt < ?",
      )
        .pluck()
        .all(now - days * DAY_MS),
    );
  }

  async #erase(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const inTrash = prepared<[string]>(
      this.#database,
      "SELECT 1 FROM items WHERE id = ? AND state = 'trash'",
    ).pluck();
    const media: string[] = [];
    const erased: string[] = [];
    await this.#items.write(() =>
      inChunks(ids, (id) => {
        if (inTrash.get(id) === undefined) return;
        media.push(...eraseItem(this.#database, id));
        erased.push(id);
      }),
    );
    await this.#media.dropUnreferenced(media);
    await forgetPictures(this.#home, erased);
    return erased.length;
  }
}
