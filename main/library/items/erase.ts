/** Erasing items for good: their words, files and details go; their place in a lineage stays while others need it. */
import { type Database, prepared } from "#native/sqlite/index.ts";
import { unindexItem } from "./shelve.ts";

interface Place {
  seq: number;
  id: string;
  parent: string | null;
}

/** Hashes of the files that an item refers to. */
function mediaOf(database: Database, id: string): string[] {
  return prepared<[string, string, string], string>(
    database,
    `SELECT sha256 FROM generationFiles WHERE generation = ?
       UNION SELECT sha256 FROM imports WHERE id = ?
       UNION SELECT proxy FROM imports WHERE id = ? AND proxy IS NOT NULL`,
  )
    .pluck()
    .all(id, id, id);
}

/** Erases an item within a transaction; gives the hashes of its files, which others may still use. */
export function eraseItem(database: Database, id: string): string[] {
  const item = prepared<[string], Place>(database, "SELECT seq, id, parent FROM items WHERE id = ?").get(id);
  if (item === undefined) return [];
  const media = mediaOf(database, id);
  unindexItem(database, item.seq);
  for (const table of ["itemTags", "collectionItems", "generationCameos", "itemTexts"]) {
    prepared(database, `DELETE FROM ${table} WHERE seq = ?`).run(item.seq);
  }
  prepared(database, "DELETE FROM imports WHERE id = ?").run(id);
  prepared(database, "DELETE FROM generations WHERE id = ?").run(id);
  prepared(
    database,
    `UPDATE items SET state = 'erased', title = '', rating = 0, seconds = NULL, width = NULL, height = NULL,
       look = NULL, pack = NULL, trashedAt = NULL, shelved = NULL WHERE seq = ?`,
  ).run(item.seq);
  forgetLeaves(database, item);
  return media;
}

/** Forgets an erased item that nothing came from, and then its erased ancestors of which that is now true. */
function forgetLeaves(database: Database, item: Place): void {
  const hasChildren = prepared<[string]>(database, "SELECT 1 FROM items WHERE parent = ? LIMIT 1");
  const erased = prepared<[string], Place>(
    database,
    "SELECT seq, id, parent FROM items WHERE id = ? AND state = 'erased'",
  );
  let leaf: Place | undefined = item;
  while (leaf !== undefined && hasChildren.get(leaf.id) === undefined) {
    prepared(database, "DELETE FROM items WHERE seq = ?").run(leaf.seq);
    leaf = leaf.parent === null ? undefined : erased.get(leaf.parent);
  }
}
