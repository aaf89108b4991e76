/** Statements that are prepared once a database: compiling one takes longer than most of them run. */
import type Sqlite from "better-sqlite3";

const STATEMENTS_KEPT = 200;

const caches = new WeakMap<Sqlite.Database, Map<string, Sqlite.Statement<unknown[], unknown>>>();

/**
 * The prepared statement of this text. It is shared: whoever sets a mode on it, such as `pluck()`, does so at
 * every use.
 */
export function prepared<Parameters extends unknown[] = unknown[], Result = unknown>(
  database: Sqlite.Database,
  sql: string,
): Sqlite.Statement<Parameters, Result> {
  let cache = caches.get(database);
  if (cache === undefined) {
    cache = new Map();
    caches.set(database, cache);
  }
  let statement = cache.get(sql);
  if (statement === undefined) {
    if (cache.size >= STATEMENTS_KEPT) cache.delete(cache.keys().next().value!);
    statement = database.prepare(sql) as Sqlite.Statement<unknown[], unknown>;
    cache.set(sql, statement);
  }
  return statement as unknown as Sqlite.Statement<Parameters, Result>;
}
