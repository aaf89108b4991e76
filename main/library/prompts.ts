/** Prompts that are offered again: kept while the user wants that, and forgotten when they say so. */
import type { Changed } from "#contract/library.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import { type Kysely, writeTransaction } from "#native/sqlite/kysely.ts";
import type { Items } from "./items/items.ts";
import type { Tables } from "./schema.ts";

/** More are never looked through. */
const KEPT = 200;

export class Prompts {
  readonly #database: Database;
  readonly #kysely: Kysely<Tables>;
  readonly #items: Items;

  constructor(database: Database, kysely: Kysely<Tables>, items: Items) {
    this.#database = database;
    this.#kysely = kysely;
    this.#items = items;
  }

  /** The latest, each once. */
  recent(limit: number): string[] {
    const sql = "SELECT prompt FROM prompts ORDER BY usedAt DESC LIMIT ?";
    return prepared<[number], string>(this.#database, sql).pluck().all(limit);
  }

  async keep(prompt: string): Promise<void> {
    await this.#write([{ prompt, usedAt: Date.now() }]);
  }

  /** Forgets all; tells how many. */
  async clear(): Promise<Changed> {
    const known = prepared<[], { prompt: string; usedAt: number }>(
      this.#database,
      "SELECT prompt, usedAt FROM prompts",
    ).all();
    await writeTransaction(this.#kysely, async () => {
      prepared(this.#database, "DELETE FROM prompts").run();
    });
    const restore = () => this.#write(known).then(() => known.length);
    return { changed: known.length, undo: known.length > 0 ? this.#items.remember(restore) : null };
  }

  async #write(prompts: readonly { prompt: string; usedAt: number }[]): Promise<void> {
    await writeTransaction(this.#kysely, async () => {
      const put = prepared(
        this.#database,
        `INSERT INTO prompts (prompt, usedAt) VALUES (?, ?)
         ON CONFLICT (prompt) DO UPDATE SET usedAt = max(usedAt, excluded.usedAt)`,
      );
      for (const { prompt, usedAt } of prompts) put.run(prompt, usedAt);
      prepared(
        this.#database,
        "DELETE FROM prompts WHERE prompt NOT IN (SELECT prompt FROM prompts ORDER BY usedAt DESC LIMIT ?)",
      ).run(KEPT);
    });
  }
}
