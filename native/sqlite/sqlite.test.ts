import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backUp, checkIntegrity, DatabaseError, faultOf, type Migration, openDatabase } from "./index.ts";
import { queryBuilder, sql, writeTransaction } from "./kysely.ts";

const FIRST: Migration = "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT";
const SECOND: Migration = "ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 1";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-sqlite-"));
  path = join(folder, "test.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function faultWhenOpened(migrations: Migration[]): string {
  try {
    openDatabase(path, migrations).close();
    return "none";
  } catch (error) {
    expect(error).toBeInstanceOf(DatabaseError);
    return (error as DatabaseError).fault;
  }
}

/** Writes garbage over part of the file. */
function damage(offset: number, bytes: number): void {
  const descriptor = openSync(path, "r+");
  writeSync(descriptor, Buffer.alloc(bytes, 0x5a), 0, bytes, offset);
  closeSync(descriptor);
}

function makeWithRows(rows: number): void {
  const database = openDatabase(path, [FIRST]);
  const insert = database.prepare("INSERT INTO things (name) VALUES (?)");
  database.transaction(() => {
    for (let i = 0; i < rows; i++) insert.run(`thing number ${i} ${"x".repeat(200)}`);
  })();
  database.close();
}

describe("opening", () => {
  it("uses the write-ahead log, full syncs and foreign keys", () => {
    const database = openDatabase(path, [FIRST]);
    expect(database.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(database.pragma("synchronous", { simple: true })).toBe(2);
    expect(database.pragma("foreign_keys", { simple: true })).toBe(1);
    expect(checkIntegrity(database)).toEqual([]);
    database.close();
  });

  it("tells a damaged header", () => {
    makeWithRows(10);
    damage(0, 64);
    expect(faultWhenOpened([FIRST])).toBe("corrupt");
  });

  it("tells a damaged page in the middle", () => {
    makeWithRows(2000);
    damage(20 * 4096, 4096);
    expect(faultWhenOpened([FIRST])).toBe("corrupt");
  });

  it("tells a truncated file", () => {
    makeWithRows(2000);
    const half = readFileSync(path).subarray(0, 50_000);
    const descriptor = openSync(path, "w");
    writeSync(descriptor, half);
    closeSync(descriptor);
    expect(faultWhenOpened([FIRST])).toBe("corrupt");
  });

  it("knows SQLite's codes from other errors", () => {
    expect(faultOf(Object.assign(new Error("x"), { code: "SQLITE_FULL" }))).toBe("full");
    expect(faultOf(Object.assign(new Error("x"), { code: "SQLITE_CORRUPT_INDEX" }))).toBe("corrupt");
    expect(faultOf(Object.assign(new Error("x"), { code: "ENOENT" }))).toBeUndefined();
  });
});

describe("migrations", () => {
  it("run once each, and keep a copy of what was there before", () => {
    makeWithRows(3);
    expect(existsSync(`${path}.v1.backup`)).toBe(false);
    const database = openDatabase(path, [FIRST, SECOND]);
    expect(database.pragma("user_version", { simple: true })).toBe(2);
    expect(database.prepare("SELECT sum(size) AS sum FROM things").get()).toEqual({ sum: 3 });
    database.close();
    expect(faultWhenOpened([FIRST, SECOND])).toBe("none");

    const backup = openDatabase(`${path}.v1.backup`, [FIRST]);
    expect(backup.prepare("SELECT count(*) AS count FROM things").get()).toEqual({ count: 3 });
    backup.close();
  });

  it("leave everything as it was when one fails", () => {
    makeWithRows(3);
    expect(() => openDatabase(path, [FIRST, SECOND, "CREATE TABLE things (id)"])).toThrow(/already exists/);
    const database = openDatabase(path, [FIRST]);
    expect(database.prepare("SELECT * FROM things LIMIT 1").get()).not.toHaveProperty("size");
    database.close();
  });

  it("refuse a file of a later version", () => {
    openDatabase(path, [FIRST, SECOND]).close();
    expect(faultWhenOpened([FIRST])).toBe("newer");
  });
});

describe("backups", () => {
  it("hold what is committed, and replace the one before", async () => {
    makeWithRows(5);
    const database = openDatabase(path, [FIRST]);
    await backUp(database, `${path}.copy`);
    database.exec("INSERT INTO things (name) VALUES ('last')");
    await backUp(database, `${path}.copy`);
    database.close();
    const copy = openDatabase(`${path}.copy`, [FIRST]);
    expect(copy.prepare("SELECT count(*) AS count FROM things").get()).toEqual({ count: 6 });
    copy.close();
  });

  it("are not overwritten by a damaged database", async () => {
    makeWithRows(2000);
    const database = openDatabase(path, [FIRST]);
    await backUp(database, `${path}.copy`);
    database.close();
    const good = readFileSync(`${path}.copy`);
    damage(20 * 4096, 4096);
    // As a large database is opened: unchecked.
    const damaged = new Sqlite(path);
    await expect(backUp(damaged, `${path}.copy`)).rejects.toThrow(DatabaseError);
    damaged.close();
    expect(readFileSync(`${path}.copy`).equals(good)).toBe(true);
  });
});

describe("write transactions", () => {
  interface Tables {
    things: { id: number; name: string };
  }

  it("are undone as a whole by an error", async () => {
    const database = openDatabase(path, [FIRST]);
    const kysely = queryBuilder<Tables>(database);
    const failing = writeTransaction(kysely, async (transaction) => {
      await transaction.insertInto("things").values({ id: 1, name: "a" }).execute();
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await kysely.selectFrom("things").selectAll().execute()).toEqual([]);
    database.close();
  });

  it("do not mix with other queries of the same connection", async () => {
    const database = openDatabase(path, [FIRST]);
    const kysely = queryBuilder<Tables>(database);
    const failing = writeTransaction(kysely, async (transaction) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      await transaction.insertInto("things").values({ id: 1, name: "inside" }).execute();
      throw new Error("no");
    });
    const outside = kysely.insertInto("things").values({ id: 2, name: "outside" }).execute();
    await expect(failing).rejects.toThrow("no");
    await outside;
    const { rows } = await sql<{ name: string }>`SELECT name FROM things`.execute(kysely);
    expect(rows).toEqual([{ name: "outside" }]);
    database.close();
  });
});
