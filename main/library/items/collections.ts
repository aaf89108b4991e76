/** Collections: named sets of items that the user puts together. */
import type { Changed, Collection } from "#contract/library.ts";
import { Problem } from "#contract/problem.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import { newId } from "../ids.ts";
import type { Items } from "./items.ts";

export class Collections {
  readonly #database: Database;
  readonly #items: Items;

  constructor(database: Database, items: Items) {
    this.#database = database;
    this.#items = items;
  }

  async create(name: string): Promise<Collection> {
    const id = newId();
    await this.#items.write(() => {
      prepared(this.#database, "INSERT INTO collections (id, name, createdAt) VALUES (?, ?, ?)").run(
        id,
        name,
        Date.now(),
      );
    });
    return { id, name, count: 0 };
  }

  /** Throws Problem "not-found". */
  async rename(id: string, name: string): Promise<void> {
    const { changes } = await this.#items.write(() =>
      prepared(this.#database, "UPDATE collections SET name = ? WHERE id = ?").run(name, id),
    );
    if (changes === 0) throw noCollection();
  }

  /** Removes a collection; its items stay in the library. Throws Problem "not-found". */
  async remove(id: string): Promise<Changed> {
    const collection = prepared<[string], { name: string; createdAt: number }>(
      this.#database,
      "SELECT name, createdAt FROM collections WHERE id = ?",
    ).get(id);
    if (collection === undefined) throw noCollection();
    const places = prepared<[string], number>(
      this.#database,
      "SELECT seq FROM collectionItems WHERE collection = ?",
    )
      .pluck()
      .all(id);
    await this.#items.write(() => {
      prepared(this.#database, "DELETE FROM collections WHERE id = ?").run(id);
    });
    const undo = this.#items.remember(() =>
      this.#items.write(() => {
        const { name, createdAt } = collection;
        prepared(this.#database, "INSERT INTO collections (id, name, createdAt) VALUES (?, ?, ?)").run(
          id,
          name,
          createdAt,
        );
        const put = prepared(
          this.#database,
          `INSERT INTO collectionItems (collection, seq)
           SELECT ?, seq FROM items WHERE seq = ? AND state = 'here'`,
        );
        for (const place of places) put.run(id, place);
        return places.length;
      }),
    );
    return { changed: 1, undo };
  }
}

function noCollection(): Problem {
  return new Problem("not-found", "That collection is not there any more.", "Choose another one.", {
    text: { key: "collection-gone" },
  });
}
