/** Items as lists show them: read from their own columns, no JSON parsed. */
import type { ItemRow } from "#contract/library.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";

export const ROW_COLUMNS =
  "items.seq, items.id, kind, createdAt, title, rating, seconds, width, height, look, pack, trashedAt";

/** Lists show the beginning of a long prompt. */
const TITLE_CHARACTERS = 300;

export type RowWithPlace = ItemRow & { seq: number };

export function toRow({ seq: _seq, ...row }: RowWithPlace): ItemRow {
  return { ...row, title: row.title.slice(0, TITLE_CHARACTERS) };
}

/** The rows of these places, in the order that is given; those that are gone are left out. */
export function rowsAt(database: Database, places: readonly number[]): ItemRow[] {
  if (places.length === 0) return [];
  const rows = prepared<[string], RowWithPlace>(
    database,
    `SELECT ${ROW_COLUMNS} FROM json_each(?) AS chosen CROSS JOIN items ON items.seq = chosen.value`,
  ).all(JSON.stringify(places));
  const byPlace = new Map(rows.map((row) => [row.seq, row]));
  return places.flatMap((place) => {
    const row = byPlace.get(place);
    return row === undefined ? [] : [toRow(row)];
  });
}
