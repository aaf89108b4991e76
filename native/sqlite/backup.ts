/** Copies of a database file, complete or not there at all. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { DatabaseError } from "./errors.ts";

/** Writes a compact copy of the database to `target`, replacing it; waits until it is done. */
export function saveCopy(database: Sqlite.Database, target: string): void {
  const temporary = temporaryFor(target);
  try {
    database.prepare("VACUUM INTO ?").run(temporary);
    publish(temporary, target);
  } finally {
    discard(temporary);
  }
}

/**
 * Copies the database to `target` page by page between other work, checks the
 * copy, and only then replaces `target`: a damaged database never overwrites a
 * good backup (DatabaseError "corrupt").
 */
export async function backUp(database: Sqlite.Database, target: string): Promise<void> {
  const temporary = temporaryFor(target);
  try {
    await database.backup(temporary);
    const copy = new Sqlite(temporary, { readonly: true });
    try {
      const finding = copy.pragma("quick_check", { simple: true });
      if (finding !== "ok") throw new DatabaseError("corrupt", database.name, String(finding));
    } finally {
      copy.close();
    }
    publish(temporary, target);
  } finally {
    discard(temporary);
  }
}

function temporaryFor(target: string): string {
  return `${target}.${process.pid}.tmp`;
}

function publish(temporary: string, target: string): void {
  sync(temporary);
  renameSync(temporary, target);
  // Windows cannot open folders; its renames are durable enough without.
  if (process.platform !== "win32") sync(dirname(target));
}

function sync(path: string): void {
  const descriptor = openSync(path, process.platform === "win32" && path.endsWith(".tmp") ? "r+" : "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function discard(temporary: string): void {
  for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(temporary + suffix, { force: true });
}
