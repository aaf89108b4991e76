/**
 * Kysely over an open database. In a module of its own, imported on demand:
 * loading Kysely's three hundred files takes about 0.2 s, which a command that
 * only looks something up should not pay.
 */
import { type Generated, Kysely, type Selectable, SqliteDialect, sql } from "kysely";
import type { Database } from "./open.ts";

export type { Generated, Kysely, Selectable };
export { sql };

/** A query builder over `database`; `Tables` describes its schema. Its lifetime is the database's. */
export function queryBuilder<Tables>(database: Database): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

/**
 * Runs `work` in a transaction that holds the write lock from its start:
 * Kysely's own begins as a reader, and fails at its first write when another
 * process wrote in between.
 */
export function writeTransaction<Tables, Result>(
  kysely: Kysely<Tables>,
  work: (transaction: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  return kysely.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const result = await work(connection);
      await sql`commit`.execute(connection);
      return result;
    } catch (error) {
      // SQLite has rolled back by itself after some faults, such as a full disk.
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}
