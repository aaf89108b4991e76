/** What the library can be narrowed by, counted along indices. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Facets } from "#contract/library.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";

interface CountedRow {
  value: string;
  count: number;
}

/** Counts one after the other, with turns of the event loop between. */
export async function countFacets(database: Database): Promise<Facets> {
  const by = async (column: "kind" | "look" | "pack" | "rating", index: string) => {
    await nextTurn();
    return prepared<[], CountedRow>(
      database,
      `SELECT CAST(${column} AS TEXT) AS value, count(*) AS count FROM items INDEXED BY ${index}
         WHERE state = 'here' AND ${column} IS NOT NULL GROUP BY ${column}`,
    ).all();
  };
  const number = async (sql: string) => {
    await nextTurn();
    return prepared<[], number>(database, sql).pluck().get() ?? 0;
  };
  const named = async (sql: string) => {
    await nextTurn();
    return prepared<[], { id: string; name: string; count: number }>(database, sql).all();
  };
  return {
    total: await number("SELECT count(*) FROM items INDEXED BY itemsByKind WHERE state = 'here'"),
    trash: await number("SELECT count(*) FROM items WHERE state = 'trash'"),
    kinds: await by("kind", "itemsByKind"),
    looks: await by("look", "itemsByLook"),
    packs: await by("pack", "itemsByPack"),
    ratings: await by("rating", "itemsByRating"),
    tags: (
      await named(
        `SELECT name AS id, name, (SELECT count(*) FROM itemTags WHERE tag = tags.id) AS count FROM tags
         WHERE EXISTS (SELECT 1 FROM itemTags WHERE tag = tags.id) ORDER BY name`,
      )
    ).map(({ name, count }) => ({ value: name, count })),
    collections: await named(
      `SELECT id, name, (SELECT count(*) FROM collectionItems WHERE collection = collections.id) AS count
       FROM collections ORDER BY name COLLATE NOCASE`,
    ),
    cameos: await named(
      `SELECT id, name, (SELECT count(*) FROM generationCameos WHERE cameo = cameos.id) AS count
       FROM cameos ORDER BY name COLLATE NOCASE`,
    ),
  };
}
