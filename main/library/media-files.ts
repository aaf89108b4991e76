/** Which of the library's media files are in use, and clearing away those that are not. */
import { rm } from "node:fs/promises";
import type { Home } from "#main/home.ts";
import { type Kysely, sql, writeTransaction } from "#native/sqlite/kysely.ts";
import { type Media, mediaPath } from "./media.ts";
import type { Tables } from "./schema.ts";

/** Media that nothing refers to is kept this long: another process may be about to. */
const UNREFERENCED_MS = 60 * 60 * 1000;
/** So many files in one transaction: others wait for the write lock meanwhile. */
const DROPPED_AT_ONCE = 100;

/** Hashes that something refers to; the last are what jobs that can go on start from. */
const inUse = sql<string>`(
  SELECT sha256 FROM generationFiles
  UNION ALL SELECT sha256 FROM imports
  UNION ALL SELECT proxy FROM imports WHERE proxy IS NOT NULL
  UNION ALL SELECT json_extract(request, '$.init.sha256') FROM jobs
    WHERE state IN ('queued', 'running', 'interrupted') AND json_extract(request, '$.init.sha256') IS NOT NULL
)`;

export class MediaFiles {
  readonly #home: Home;
  readonly #kysely: Kysely<Tables>;

  constructor(home: Home, kysely: Kysely<Tables>) {
    this.#home = home;
    this.#kysely = kysely;
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

  /** Removes media that a crash left without an owner. */
  async sweep(): Promise<void> {
    const rows = await this.#kysely
      .selectFrom("media")
      .select("sha256")
      .where("createdAt", "<", Date.now() - UNREFERENCED_MS)
      .where("sha256", "not in", inUse)
      .execute();
    await this.dropUnreferenced(rows.map((row) => row.sha256));
  }

  /** Removes those of the files that nothing refers to; under the write lock, so that nobody does while they go. */
  async dropUnreferenced(hashes: readonly string[]): Promise<void> {
    const all = [...new Set(hashes)];
    for (let i = 0; i < all.length; i += DROPPED_AT_ONCE) {
      await this.#drop(all.slice(i, i + DROPPED_AT_ONCE));
    }
  }

  async #drop(hashes: readonly string[]): Promise<void> {
    await writeTransaction(this.#kysely, async (transaction) => {
      const dead = await transaction
        .selectFrom("media")
        .selectAll()
        .where("sha256", "in", hashes)
        .where("sha256", "not in", inUse)
        .execute();
      for (const media of dead) await rm(mediaPath(this.#home, media), { force: true });
      const names = dead.map((media) => media.sha256);
      if (names.length > 0) await transaction.deleteFrom("media").where("sha256", "in", names).execute();
    });
  }
}
