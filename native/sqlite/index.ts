/** SQLite: opening, migrations, integrity, backups. Kysely is in `./kysely.ts`, loaded on demand. */
export { backUp } from "./backup.ts";
export { DatabaseError, type DatabaseFault, faultOf } from "./errors.ts";
export { describeSqlite, inspectDatabase } from "./inspect.ts";
export type { Migration } from "./migrate.ts";
export { checkIntegrity, type Database, openDatabase } from "./open.ts";
export { prepared } from "./prepared.ts";
