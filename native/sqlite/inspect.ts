/** Looks at SQLite and at a database file without changing either. */
import Sqlite from "better-sqlite3";
import { faultOf } from "./errors.ts";
import { checkIntegrity } from "./open.ts";

/** Version of the SQLite library, and whether full-text search is compiled in. */
export function describeSqlite(): { version: string; fts5: boolean } {
  const database = new Sqlite(":memory:");
  try {
    const [version, fts5] = database
      .prepare<[], [string, number]>("SELECT sqlite_version(), sqlite_compileoption_used('ENABLE_FTS5')")
      .raw()
      .get()!;
    return { version, fts5: fts5 === 1 };
  } finally {
    database.close();
  }
}

/** What a full check of a file finds wrong; empty when it is sound. Throws SQLite's errors that are no damage. */
export function inspectDatabase(path: string): string[] {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(path, { readonly: true, fileMustExist: true });
    return checkIntegrity(database, "full");
  } catch (error) {
    if (faultOf(error) === "corrupt") return [(error as Error).message];
    throw error;
  } finally {
    database?.close();
  }
}
