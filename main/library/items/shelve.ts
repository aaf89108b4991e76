/**
 * Taking an item out of every list, and putting it back: what is in the trash is in no index, so that no list,
 * search or filter has to look whether an item is there.
 */
import { type Database, prepared } from "#native/sqlite/index.ts";
import { indexWords } from "../search.ts";

/** The lists that an item was in, kept with it in the trash. */
interface Shelved {
  tags: string[];
  collections: string[];
  cameos: string[];
}

/** Writes an item's words and tags into the index. */
export function indexItem(database: Database, seq: number): void {
  const words = prepared<[number, number], string>(
    database,
    `SELECT concat_ws(' ', words, (SELECT group_concat(name, ' . ') FROM itemTags JOIN tags ON tags.id = tag WHERE seq = ?))
       FROM itemTexts WHERE seq = ?`,
  )
    .pluck()
    .get(seq, seq);
  unindexItem(database, seq);
  prepared(database, "INSERT INTO itemWords (rowid, words) VALUES (?, ?)").run(seq, indexWords(words ?? ""));
}

export function unindexItem(database: Database, seq: number): void {
  prepared(database, "DELETE FROM itemWords WHERE rowid = ?").run(seq);
}

export function tagId(database: Database, name: string): number {
  prepared(database, "INSERT OR IGNORE INTO tags (name) VALUES (?)").run(name);
  return prepared<[string], number>(database, "SELECT id FROM tags WHERE name = ?").pluck().get(name)!;
}

/** Moves an item to the trash; false when it is not in the library. */
export function shelve(database: Database, seq: number, now: number): boolean {
  const names = (sql: string) => prepared<[number], string>(database, sql).pluck().all(seq);
  const shelved: Shelved = {
    tags: names("SELECT name FROM itemTags JOIN tags ON tags.id = tag WHERE seq = ?"),
    collections: names("SELECT collection FROM collectionItems WHERE seq = ?"),
    cameos: names("SELECT cameo FROM generationCameos WHERE seq = ?"),
  };
  const { changes } = prepared(
    database,
    "UPDATE items SET state = 'trash', trashedAt = ?, shelved = ? WHERE seq = ? AND state = 'here'",
  ).run(now, JSON.stringify(shelved), seq);
  if (changes === 0) return false;
  for (const table of ["itemTags", "collectionItems", "generationCameos"]) {
    prepared(database, `DELETE FROM ${table} WHERE seq = ?`).run(seq);
  }
  unindexItem(database, seq);
  return true;
}

/** Puts an item back into the library and into its lists, as far as they still exist; false when it is not in the trash. */
export function unshelve(database: Database, seq: number): boolean {
  const kept = prepared<[number], string | null>(
    database,
    "SELECT shelved FROM items WHERE seq = ? AND state = 'trash'",
  )
    .pluck()
    .get(seq);
  if (kept === undefined) return false;
  prepared(database, "UPDATE items SET state = 'here', trashedAt = NULL, shelved = NULL WHERE seq = ?").run(
    seq,
  );
  const { tags, collections, cameos } = JSON.parse(kept ?? "{}") as Partial<Shelved>;
  for (const tag of tags ?? []) {
    prepared(database, "INSERT OR IGNORE INTO itemTags (tag, seq) VALUES (?, ?)").run(
      tagId(database, tag),
      seq,
    );
  }
  for (const [table, column, ids] of [
    ["collectionItems", "collection", collections],
    ["generationCameos", "cameo", cameos],
  ] as const) {
    const owners = column === "cameo" ? "cameos" : "collections";
    const put = prepared(
      database,
      `INSERT OR IGNORE INTO ${table} (${column}, seq) SELECT id, ? FROM ${owners} WHERE id = ?`,
    );
    for (const id of ids ?? []) put.run(seq, id);
  }
  indexItem(database, seq);
  return true;
}
