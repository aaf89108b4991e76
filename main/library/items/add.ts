/** Adding an item to the lists. */
import type { ItemKind } from "#contract/library.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import { placeAt } from "../place.ts";
import { indexWords } from "../search.ts";

export interface NewItem {
  id: string;
  kind: ItemKind;
  parent: string | null;
  createdAt: number;
  title: string;
  seconds: number | null;
  width: number | null;
  height: number | null;
  look: string | null;
  pack: string | null;
  /** What it is found by, as text. */
  words: string;
}

/** Adds an item within a transaction; gives its place. */
export function addItem(database: Database, item: NewItem): number {
  const { words, ...columns } = item;
  const seq = placeAt(database, item.createdAt);
  const cut = indexWords(words);
  prepared(
    database,
    `INSERT INTO items (seq, id, kind, parent, createdAt, title, seconds, width, height, look, pack)
       VALUES (@seq, @id, @kind, @parent, @createdAt, @title, @seconds, @width, @height, @look, @pack)`,
  ).run({ seq, ...columns });
  prepared(database, "INSERT INTO itemTexts (seq, words) VALUES (?, ?)").run(seq, cut);
  prepared(database, "INSERT INTO itemWords (rowid, words) VALUES (?, ?)").run(seq, cut);
  return seq;
}
