/** What can go wrong with a database file, told apart so that callers can advise. */
export type DatabaseFault = "corrupt" | "newer" | "full" | "busy" | "read-only";

export class DatabaseError extends Error {
  readonly fault: DatabaseFault;
  readonly path: string;

  constructor(fault: DatabaseFault, path: string, detail: string, options?: ErrorOptions) {
    super(`${path}: ${detail}`, options);
    this.name = "DatabaseError";
    this.fault = fault;
    this.path = path;
  }
}

/** SQLite's result codes (https://www.sqlite.org/rescode.html), by what they mean to a caller. */
const FAULTS: [RegExp, DatabaseFault][] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, "corrupt"],
  [/^SQLITE_FULL|^SQLITE_IOERR_(WRITE|SHMSIZE|SHMMAP)/, "full"],
  [/^SQLITE_(BUSY|LOCKED)/, "busy"],
  [/^SQLITE_(READONLY|CANTOPEN|PERM)/, "read-only"],
];

/** The fault behind an error that SQLite raised; undefined for any other error. */
export function faultOf(error: unknown): DatabaseFault | undefined {
  if (error instanceof DatabaseError) return error.fault;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return FAULTS.find(([pattern]) => pattern.test(code))?.[1];
}
