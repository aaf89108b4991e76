/** The generations of the library. */
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
import type { Database } from "#native/sqlite/index.ts";
import { type Kysely, sql, writeTransaction } from "#native/sqlite/kysely.ts";
import {
  type FileRole,
  type FileRow,
  type Generation,
  type GenerationRow,
  type NewGeneration,
  toGeneration,
} from "./generation.ts";
import { newId } from "./ids.ts";
import { addItem } from "./items/add.ts";
import { eraseItem } from "./items/erase.ts";
import type { Items } from "./items/items.ts";
import { unshelve } from "./items/shelve.ts";
import { describeMedia, type Media, placeMedia } from "./media.ts";
import type { MediaFiles } from "./media-files.ts";
import { forgetPictures } from "./pictures/index.ts";
import type { Tables } from "./schema.ts";
import { searchQuery } from "./search.ts";
import { generationWords } from "./words.ts";

const STORE_ATTEMPTS = 3;
const MAX_PAGE = 500;

export interface Page<Item> {
  items: Item[];
  /** Give it as `before` for the next page; null at the end. */
  next: string | null;
}

export class Generations {
  readonly #home: Home;
  readonly #database: Database;
  readonly #kysely: Kysely<Tables>;
  readonly #media: MediaFiles;
  readonly #items: Items;

  constructor(home: Home, database: Database, kysely: Kysely<Tables>, media: MediaFiles, items: Items) {
    this.#home = home;
    this.#database = database;
    this.#kysely = kysely;
    this.#media = media;
    this.#items = items;
  }

  /**
   * Copies the files into the library and records the generation. Nothing is
   * listed before every file is safely in place. A generation of the same key
   * is returned as it is, its files put back where they were lost, and itself out of the trash.
   */
  async add(made: NewGeneration, files: readonly { role: FileRole; path: string }[]): Promise<Generation> {
    const media = await Promise.all(
      files.map(async ({ role, path }) => ({ role, path, media: await describeMedia(path) })),
    );
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#store(made, media);
      } catch (error) {
        // Another process removed the last generation with one of these files in between: put it back.
        const lostMedia = (error as { code?: string }).code === "SQLITE_CONSTRAINT_FOREIGNKEY";
        if (lostMedia && attempt < STORE_ATTEMPTS) continue;
        await this.#media.dropUnreferenced(media.map((file) => file.media.sha256)).catch(() => undefined);
        throw error;
      }
    }
  }

  async #store(
    made: NewGeneration,
    files: readonly { role: FileRole; path: string; media: Media }[],
  ): Promise<Generation> {
    const now = Date.now();
    await this.#media.announce(files.map(({ media }) => media));
    for (const { path, media } of files) await placeMedia(this.#home, path, media);
    const id = await writeTransaction(this.#kysely, async (transaction) => {
      const same = await transaction
        .selectFrom("generations")
        .innerJoin("items", "items.id", "generations.id")
        .select(["generations.id", "items.seq"])
        .where("key", "=", made.key)
        .executeTakeFirst();
      if (same !== undefined) {
        unshelve(this.#database, same.seq);
        return same.id;
      }
      const id = newId();
      await transaction
        .insertInto("generations")
        .values({
          id,
          key: made.key,
          parent: made.parent,
          createdAt: now,
          prompt: made.request.prompt,
          request: JSON.stringify(made.request),
          storyboard: JSON.stringify(made.storyboard),
          timings: JSON.stringify(made.timings),
          inferenceMs: made.inferenceMs,
          pack: made.request.pack,
          packHash: made.packHash,
          provider: made.provider,
          seed: made.request.seed,
          frames: made.storyboard.frames,
          width: made.width,
          height: made.height,
          fps: made.storyboard.fps,
        })
        .execute();
      await transaction
        .insertInto("generationFiles")
        .values(files.map(({ role, media }) => ({ generation: id, role, sha256: media.sha256 })))
        .execute();
      const { storyboard, request } = made;
      addItem(this.#database, {
        id,
        kind: "generation",
        parent: made.parent,
        createdAt: now,
        title: request.prompt,
        seconds: storyboard.frames / storyboard.fps,
        width: made.width,
        height: made.height,
        look: storyboard.shots[0]?.look ?? null,
        pack: request.pack,
        words: generationWords(request.prompt, storyboard, request.pack),
      });
      return id;
    });
    this.#items.changed();
    return this.get(id);
  }

  /** The generation of this id, or of the only id that starts so. Throws Problem "not-found" or "bad-input". */
  async get(idOrStart: string): Promise<Generation> {
    const rows = await this.#kysely
      .selectFrom("generations")
      .selectAll()
      .where("id", ">=", idOrStart)
      .where("id", "<", `${idOrStart}~`)
      .orderBy("id")
      .limit(2)
      .execute();
    const exact = rows.find((row) => row.id === idOrStart);
    const row = exact ?? rows[0];
    if (idOrStart === "" || row === undefined) {
      throw new Problem(
        "not-found",
        `There is no generation ${idOrStart}.`,
        "`understudy list` shows what there is.",
        { text: { key: "item-gone" } },
      );
    }
    if (exact === undefined && rows.length > 1) {
      throw new Problem("bad-input", `Several generations start with ${idOrStart}.`, "Give more of the id.");
    }
    return (await this.#withFiles([row]))[0]!;
  }

  /**
   * Newest first, a page at a time; `search` keeps those that have all of its words. What is in the trash is not
   * listed. Cost does not grow with the number of pages before.
   */
  async list(options: { before?: string; limit?: number; search?: string } = {}): Promise<Page<Generation>> {
    const limit = Math.min(Math.max(options.limit ?? 50, 1), MAX_PAGE);
    const before =
      options.before === undefined ? Number.MAX_SAFE_INTEGER : await this.#placeOf(options.before);
    const words = options.search === undefined ? undefined : searchQuery(options.search);
    if (words === null) return { items: [], next: null };
    const found =
      words === undefined
        ? sql`SELECT id FROM items INDEXED BY itemsByKind WHERE kind = 'generation' AND state = 'here' AND seq < ${before}
              ORDER BY seq DESC LIMIT ${limit + 1}`
        : sql`SELECT items.id FROM itemWords CROSS JOIN items ON items.seq = itemWords.rowid
              WHERE itemWords MATCH ${words} AND itemWords.rowid < ${before} AND items.kind = 'generation'
              ORDER BY itemWords.rowid DESC LIMIT ${limit + 1}`;
    const { rows } = await sql<GenerationRow>`
      SELECT generations.* FROM (${found}) AS found CROSS JOIN generations ON generations.id = found.id
      ORDER BY generations.id DESC`.execute(this.#kysely);
    const items = await this.#withFiles(rows.slice(0, limit));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** The place of a generation; of one that is gone, the place after the newest before it. */
  async #placeOf(id: string): Promise<number> {
    const row = await this.#kysely
      .selectFrom("items")
      .select(["seq", "id"])
      .where("id", "<=", id)
      .where("kind", "=", "generation")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return 0;
    return row.id === id ? row.seq : row.seq + 1;
  }

  /** Removes a generation for good, and its media where nothing else has them. */
  async remove(id: string): Promise<void> {
    const generation = await this.get(id);
    await this.#items.write(() => {
      eraseItem(this.#database, generation.id);
    });
    await this.#media.dropUnreferenced(generation.files.map((file) => file.sha256));
    await forgetPictures(this.#home, [generation.id]);
  }

  async #withFiles(rows: readonly GenerationRow[]): Promise<Generation[]> {
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const files = await this.#kysely
      .selectFrom("generationFiles")
      .innerJoin("media", "media.sha256", "generationFiles.sha256")
      .select(["generation", "role", "media.sha256", "extension", "bytes"])
      .where("generation", "in", ids)
      .orderBy("role")
      .execute();
    const byGeneration = Map.groupBy<string, FileRow & { generation: string }>(
      files,
      (file) => file.generation,
    );
    return rows.map((row) => toGeneration(this.#home, row, byGeneration.get(row.id) ?? []));
  }
}
