/** The items of the library: lists of them, and what is done with many of them at once. */
import type { Changed, Facets, ItemPage, LibraryQuery, LineageNode, Selection } from "#contract/library.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import { type Kysely, writeTransaction } from "#native/sqlite/kysely.ts";
import type { Tables } from "../schema.ts";
import { inChunks } from "./chunks.ts";
import { countFacets } from "./facets.ts";
import { lineageOf } from "./lineage.ts";
import { Pages } from "./pages.ts";
import { indexItem, shelve, tagId, unshelve } from "./shelve.ts";
import { type Inverse, Undo } from "./undo.ts";

export class Items {
  readonly #database: Database;
  readonly #kysely: Kysely<Tables>;
  readonly #pages: Pages;
  readonly #undo = new Undo();
  readonly #listeners = new Set<() => void>();
  #facets: { version: number; facets: Promise<Facets> } | undefined;

  constructor(database: Database, kysely: Kysely<Tables>) {
    this.#database = database;
    this.#kysely = kysely;
    this.#pages = new Pages(database);
  }

  /** Listens to changes of the items; the function that is given back ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called after every change, also by those who add items. */
  changed(): void {
    this.#pages.forget();
    this.#facets = undefined;
    for (const listener of this.#listeners) listener();
  }

  page(query: LibraryQuery, offset: number, limit: number): ItemPage {
    return this.#pages.page(query, offset, limit);
  }

  ids(query: LibraryQuery, offset: number, limit: number): string[] {
    return this.#pages.ids(query, offset, limit);
  }

  offsetOf(query: LibraryQuery, id: string): number | null {
    return this.#pages.offsetOf(query, id);
  }

  /** Ids of everything that is selected, in the order of time. */
  async selectedIds(selection: Selection): Promise<string[]> {
    const read = prepared<[string], string>(
      this.#database,
      "SELECT items.id FROM json_each(?) AS chosen CROSS JOIN items ON items.seq = chosen.value",
    ).pluck();
    const ids: string[] = [];
    for await (const places of this.#places(selection)) ids.push(...read.all(JSON.stringify(places)));
    return ids;
  }

  async facets(): Promise<Facets> {
    const version = this.#database.pragma("data_version", { simple: true }) as number;
    if (this.#facets?.version !== version) this.#facets = { version, facets: countFacets(this.#database) };
    return this.#facets.facets;
  }

  lineage(id: string): LineageNode[] {
    return lineageOf(this.#database, id);
  }

  async rate(selection: Selection, rating: number): Promise<Changed> {
    const before = new Map<number, number>();
    const read = prepared<[number], number>(
      this.#database,
      "SELECT rating FROM items WHERE seq = ? AND state = 'here'",
    ).pluck();
    const write = prepared(this.#database, "UPDATE items SET rating = ? WHERE seq = ?");
    await this.#change(await this.#allPlaces(selection), (seq) => {
      const old = read.get(seq);
      if (old === undefined || old === rating) return;
      before.set(seq, old);
      write.run(rating, seq);
    });
    return this.#result(before.size, async () => {
      await this.#change([...before.keys()], (seq) => write.run(before.get(seq)!, seq));
      return before.size;
    });
  }

  /** Adds and removes tags. Tags that nothing has any more are forgotten. */
  async tag(selection: Selection, add: readonly string[], remove: readonly string[]): Promise<Changed> {
    const added: [number, string][] = [];
    const removed: [number, string][] = [];
    const places = await this.#allPlaces(selection);
    const isHere = prepared<[number], number>(
      this.#database,
      "SELECT 1 FROM items WHERE seq = ? AND state = 'here'",
    );
    await this.#change(places, (seq) => {
      if (isHere.get(seq) === undefined) return;
      const before = added.length + removed.length;
      for (const name of add) if (this.#putTag(seq, name)) added.push([seq, name]);
      for (const name of remove) if (this.#dropTag(seq, name)) removed.push([seq, name]);
      if (added.length + removed.length > before) indexItem(this.#database, seq);
    });
    const touched = [...new Set([...added, ...removed].map(([seq]) => seq))];
    return this.#result(touched.length, async () => {
      await this.#change(touched, (seq) => {
        for (const [at, name] of added) if (at === seq) this.#dropTag(seq, name);
        for (const [at, name] of removed) if (at === seq) this.#putTag(seq, name);
        indexItem(this.#database, seq);
      });
      return touched.length;
    });
  }

  /** Puts items into a collection, or takes them out of it. */
  async collect(selection: Selection, collection: string, present: boolean): Promise<Changed> {
    const put = prepared(
      this.#database,
      `INSERT OR IGNORE INTO collectionItems (collection, seq)
       SELECT collections.id, items.seq FROM collections, items
       WHERE collections.id = ? AND items.seq = ? AND items.state = 'here'`,
    );
    const drop = prepared(this.#database, "DELETE FROM collectionItems WHERE collection = ? AND seq = ?");
    const changed: number[] = [];
    await this.#change(await this.#allPlaces(selection), (seq) => {
      if ((present ? put : drop).run(collection, seq).changes > 0) changed.push(seq);
    });
    return this.#result(changed.length, async () => {
      await this.#change(changed, (seq) => (present ? drop : put).run(collection, seq));
      return changed.length;
    });
  }

  async trash(selection: Selection): Promise<Changed> {
    const moved: number[] = [];
    const now = Date.now();
    await this.#change(await this.#allPlaces(selection), (seq) => {
      if (shelve(this.#database, seq, now)) moved.push(seq);
    });
    return this.#result(moved.length, () => this.#unshelve(moved));
  }

  async restore(selection: Selection): Promise<Changed> {
    const moved: number[] = [];
    await this.#change(await this.#allPlaces(selection), (seq) => {
      if (unshelve(this.#database, seq)) moved.push(seq);
    });
    const now = Date.now();
    return this.#result(moved.length, async () => {
      await this.#change(moved, (seq) => shelve(this.#database, seq, now));
      return moved.length;
    });
  }

  /** Takes a change back. Throws Problem "not-found" when that is not possible any more. */
  undo(token: string): Promise<number> {
    return this.#undo.run(token);
  }

  /** Runs `work` in a write transaction, then tells the listeners; for changes that are made elsewhere. */
  async write<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const result = await writeTransaction(this.#kysely, async () => work());
    this.changed();
    return result;
  }

  /** Remembers a change that was made elsewhere. */
  remember(inverse: Inverse): string {
    return this.#undo.add(inverse);
  }

  async #unshelve(places: readonly number[]): Promise<number> {
    let count = 0;
    await this.#change(places, (seq) => {
      if (unshelve(this.#database, seq)) count += 1;
    });
    return count;
  }

  #putTag(seq: number, name: string): boolean {
    const put = prepared(this.#database, "INSERT OR IGNORE INTO itemTags (tag, seq) VALUES (?, ?)");
    return put.run(tagId(this.#database, name), seq).changes > 0;
  }

  #dropTag(seq: number, name: string): boolean {
    const drop = prepared(
      this.#database,
      "DELETE FROM itemTags WHERE seq = ? AND tag = (SELECT id FROM tags WHERE name = ?)",
    );
    return drop.run(seq, name).changes > 0;
  }

  /** One transaction over many items, in steps. */
  async #change(places: readonly number[], step: (seq: number) => unknown): Promise<void> {
    await this.write(() => inChunks(places, step));
  }

  #result(changed: number, inverse: Inverse): Changed {
    return { changed, undo: changed > 0 ? this.#undo.add(inverse) : null };
  }

  async #allPlaces(selection: Selection): Promise<number[]> {
    const all: number[] = [];
    for await (const places of this.#places(selection)) all.push(...places);
    return all;
  }

  /** In steps: a whole library takes long to read. */
  async *#places(selection: Selection): AsyncGenerator<number[]> {
    if ("ids" in selection) {
      yield this.#placesOf(selection.ids);
      return;
    }
    const excepted = new Set(this.#placesOf(selection.except));
    for await (const places of this.#pages.allPlaces(selection.query)) {
      yield excepted.size === 0 ? places : places.filter((place) => !excepted.has(place));
    }
  }

  #placesOf(ids: readonly string[]): number[] {
    return prepared<[string], number>(
      this.#database,
      "SELECT items.seq FROM json_each(?) AS chosen CROSS JOIN items ON items.id = chosen.value",
    )
      .pluck()
      .all(JSON.stringify(ids));
  }
}
