/** Which item came from which. */
import type { LineageNode } from "#contract/library.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";

const COLUMNS = "items.id, items.parent, items.state, items.kind, items.createdAt, items.title";
/** A family that is larger is cut off: nobody reads such a tree. */
const MOST_NODES = 500;

/**
 * The whole family of an item: its first ancestor, and all that came of that one, oldest first. Erased items are
 * in it, without their words.
 */
export function lineageOf(database: Database, id: string): LineageNode[] {
  const ancestors = prepared<[string], string>(
    database,
    `WITH RECURSIVE up(id, parent, depth) AS (
         SELECT id, parent, 0 FROM items WHERE id = ?
         UNION SELECT items.id, items.parent, depth + 1 FROM up JOIN items ON items.id = up.parent
         WHERE depth < ${MOST_NODES}
       ) SELECT id FROM up ORDER BY depth DESC LIMIT 1`,
  )
    .pluck()
    .get(id);
  if (ancestors === undefined) return [];
  return prepared<[string], LineageNode>(
    database,
    `WITH RECURSIVE down(id) AS (
         SELECT ? UNION SELECT items.id FROM down JOIN items ON items.parent = down.id LIMIT ${MOST_NODES}
       ) SELECT ${COLUMNS} FROM down CROSS JOIN items ON items.id = down.id ORDER BY items.seq`,
  ).all(ancestors);
}
