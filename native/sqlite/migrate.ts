/** Numbered migrations: the file's `user_version` says how many have run. */
import type Sqlite from "better-sqlite3";
import { saveCopy } from "./backup.ts";
import { DatabaseError } from "./errors.ts";

/** SQL, or a function, that takes a database from version N to N + 1, N being its place in the list. */
export type Migration = string | ((database: Sqlite.Database) => void);

/**
 * Runs the migrations that the file lacks, all in one transaction: a failure
 * or a crash leaves it as it was. A file that already held a schema is first
 * copied to `<path>.v<version>.backup`.
 *
 * Throws DatabaseError "newer" when the file has more migrations than we know.
 */
export function migrate(database: Sqlite.Database, migrations: readonly Migration[]): void {
  const path = database.name;
  const before = versionOf(database);
  if (before > migrations.length) {
    throw new DatabaseError(
      "newer",
      path,
      `schema version ${before}; this version knows ${migrations.length}`,
    );
  }
  if (before === migrations.length) return;
  if (before > 0) saveCopy(database, `${path}.v${before}.backup`);
  database
    .transaction(() => {
      // Another process may have migrated while we waited for the lock.
      for (let version = versionOf(database); version < migrations.length; version++) {
        const step = migrations[version]!;
        if (typeof step === "string") database.exec(step);
        else step(database);
        database.pragma(`user_version = ${version + 1}`);
      }
      const broken = database.pragma("foreign_key_check") as unknown[];
      if (broken.length > 0) throw new Error(`migration to ${migrations.length} broke foreign keys`);
    })
    .exclusive();
}

function versionOf(database: Sqlite.Database): number {
  return database.pragma("user_version", { simple: true }) as number;
}
