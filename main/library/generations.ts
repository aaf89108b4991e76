/** The generations of the library. */
import { rmSync } from "node:fs";
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
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
import { describeMedia, type Media, mediaPath, placeMedia } from "./media.ts";
import type { Tables } from "./schema.ts";
import { indexWords, searchQuery } from "./search.ts";

/** Media that nothing refers to is kept this long: another process may be about to. */
const UNREFERENCED_MS = 60 * 60 * 1000;
const STORE_ATTEMPTS = 3;
export const MAX_PAGE = 500;

/** What jobs that can go on start from. */
const awaitedMedia = sql<string>`(SELECT json_extract(request, '$.init.sha256') FROM jobs
  WHERE state IN ('queued', 'running', 'interrupted') AND json_extract(request, '$.init.sha256') IS NOT NULL)`;

export interface Page<Item> {
  items: Item[];
  /** Give it as `before` for the next page; null at the end. */
  next: string | null;
}

export class Generations {
  readonly #home: Home;
  readonly #kysely: Kysely<Tables>;

  constructor(home: Home, kysely: Kysely<Tables>) {
    this.#home = home;
    this.#kysely = kysely;
  }

  /**
   * Copies the files into the library and records the generation. Nothing is
   * listed before every file is safely in place. A generation of the same key
   * is returned as it is, its files put back where they were lost.
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
        await this.#dropUnreferenced(media.map((file) => file.media.sha256)).catch(() => undefined);
        throw error;
      }
    }
  }

  /** Writes down that files are about to be placed: they are then not swept for a while. */
  async announce(media: readonly Media[]): Promise<void> {
    const createdAt = Date.now();
    await this.#kysely
      .insertInto("media")
      .values(media.map((file) => ({ ...file, createdAt })))
      .onConflict((conflict) => conflict.column("sha256").doUpdateSet({ createdAt }))
      .execute();
  }

  async #store(
    made: NewGeneration,
    files: readonly { role: FileRole; path: string; media: Media }[],
  ): Promise<Generation> {
    const now = Date.now();
    await this.announce(files.map(({ media }) => media));
    for (const { path, media } of files) await placeMedia(this.#home, path, media);
    const id = await writeTransaction(this.#kysely, async (transaction) => {
      const same = await transaction
        .selectFrom("generations")
        .select("id")
        .where("key", "=", made.key)
        .executeTakeFirst();
      if (same !== undefined) return same.id;
      const id = newId();
      const { seq } = await transaction
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
        .returning("seq")
        .executeTakeFirstOrThrow();
      await transaction
        .insertInto("generationFiles")
        .values(files.map(({ role, media }) => ({ generation: id, role, sha256: media.sha256 })))
        .execute();
      await sql`INSERT INTO generationWords(rowid, words) VALUES (${seq}, ${indexWords(made.request.prompt)})`.execute(
        transaction,
      );
      return id;
    });
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
      );
    }
    if (exact === undefined && rows.length > 1) {
      throw new Problem("bad-input", `Several generations start with ${idOrStart}.`, "Give more of the id.");
    }
    return (await this.#withFiles([row]))[0]!;
  }

  /**
   * Newest first, a page at a time; `search` keeps those whose prompt has all
   * of its words. Cost does not grow with the number of pages before.
   */
  async list(options: { before?: string; limit?: number; search?: string } = {}): Promise<Page<Generation>> {
    const limit = Math.min(Math.max(options.limit ?? 50, 1), MAX_PAGE);
    // Rows are numbered in the order of their ids, and the search index gives row numbers in order.
    let query = this.#kysely
      .selectFrom("generations")
      .selectAll()
      .orderBy("seq", "desc")
      .limit(limit + 1);
    const newest = options.before === undefined ? undefined : await this.#newestBefore(options.before);
    if (newest !== undefined) query = query.where("seq", "<=", newest);
    if (options.search !== undefined) {
      const found = await this.#search(options.search, newest ?? Number.MAX_SAFE_INTEGER, limit + 1);
      if (found.length === 0) return { items: [], next: null };
      query = query.where("seq", "in", found);
    }
    const rows = await query.execute();
    const items = await this.#withFiles(rows.slice(0, limit));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** Row number of the newest generation before `id`, which may be gone; 0 when there is none. */
  async #newestBefore(id: string): Promise<number> {
    const row = await this.#kysely
      .selectFrom("generations")
      .select("seq")
      .where("id", "<", id)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    return row?.seq ?? 0;
  }

  /** Row numbers of the newest generations, from `newest` down, that have all words of `text`. */
  async #search(text: string, newest: number, limit: number): Promise<number[]> {
    const words = searchQuery(text);
    if (words === null) return [];
    const { rows } = await sql<{ rowid: number }>`
      SELECT rowid FROM generationWords WHERE generationWords MATCH ${words} AND rowid <= ${newest}
      ORDER BY rowid DESC LIMIT ${limit}`.execute(this.#kysely);
    return rows.map((row) => row.rowid);
  }

  /** Removes a generation, and its media where no other generation has them. */
  async remove(id: string): Promise<void> {
    const generation = await this.get(id);
    await writeTransaction(this.#kysely, async (transaction) => {
      await sql`DELETE FROM generationWords WHERE rowid = (SELECT seq FROM generations WHERE id = ${generation.id})`.execute(
        transaction,
      );
      await transaction.deleteFrom("generations").where("id", "=", generation.id).execute();
    });
    await this.#dropUnreferenced(generation.files.map((file) => file.sha256));
  }

  /** Removes media that a crash left without a generation. */
  async sweep(): Promise<void> {
    const rows = await this.#kysely
      .selectFrom("media")
      .select("sha256")
      .where("createdAt", "<", Date.now() - UNREFERENCED_MS)
      .where("sha256", "not in", this.#kysely.selectFrom("generationFiles").select("sha256"))
      .where("sha256", "not in", awaitedMedia)
      .execute();
    await this.#dropUnreferenced(rows.map((row) => row.sha256));
  }

  /** Under the write lock, so that nobody refers to a file while it goes. */
  async #dropUnreferenced(hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return;
    await writeTransaction(this.#kysely, async (transaction) => {
      const dead = await transaction
        .selectFrom("media")
        .selectAll()
        .where("sha256", "in", [...new Set(hashes)])
        .where("sha256", "not in", transaction.selectFrom("generationFiles").select("sha256"))
        .where("sha256", "not in", awaitedMedia)
        .execute();
      for (const media of dead) rmSync(mediaPath(this.#home, media), { force: true });
      const names = dead.map((media) => media.sha256);
      if (names.length > 0) await transaction.deleteFrom("media").where("sha256", "in", names).execute();
    });
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
