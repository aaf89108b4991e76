/** Opens a SQLite file the one way that this project uses it. */
import { existsSync, statSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { DatabaseError, faultOf } from "./errors.ts";
import { type Migration, migrate } from "./migrate.ts";

export type Database = Sqlite.Database;

/** Files up to this size are checked at every opening; it takes some milliseconds. */
const CHECK_AT_OPEN_BYTES = 16 * 2 ** 20;
const BUSY_TIMEOUT_MS = 10_000;
/** Room for the indices that lists and searches of a large library walk along. */
const CACHE_KIB = 32 * 1024;

/**
 * Opens (or makes) the database at `path` and brings it to the newest schema.
 *
 * Write-ahead log, so that readers never wait. `synchronous = FULL`: a commit
 * that returned survives a power cut; consent is stored here, and a draft
 * commits a dozen times at most, so the extra syncs cost nothing that shows.
 *
 * Throws DatabaseError: "corrupt", "newer" (written by a later version),
 * "busy" after ten seconds, "full", "read-only".
 */
export function openDatabase(path: string, migrations: readonly Migration[]): Database {
  const existed = existsSync(path) && statSync(path).size > 0;
  let database: Database | undefined;
  try {
    database = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    database.pragma(`cache_size = -${CACHE_KIB}`);
    if (existed && statSync(path).size <= CHECK_AT_OPEN_BYTES) {
      const [first] = checkIntegrity(database, "quick");
      if (first !== undefined) throw new DatabaseError("corrupt", path, first);
    }
    migrate(database, migrations);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof DatabaseError) throw error;
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    throw new DatabaseError(fault, path, (error as Error).message, { cause: error });
  }
}

/** What is wrong with the file, one finding a line; empty when it is sound. "quick" skips the indices. */
export function checkIntegrity(database: Database, depth: "quick" | "full" = "full"): string[] {
  const check = depth === "quick" ? "quick_check" : "integrity_check";
  const rows = database.pragma(check) as Record<string, string>[];
  return rows.map((row) => row[check] ?? "").filter((finding) => finding !== "ok");
}
