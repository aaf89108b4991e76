/**
 * Finished stages on disk: cache/<key>/ holds a stage's files and, written
 * last, `result.json`. A folder is made in tmp/, synced and renamed, so that
 * one under cache/ is always whole; deleting any of them costs time only.
 */
import { readFileSync, statSync, utimesSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { syncFolder, syncTree } from "#main/durable.ts";
import { type Home, temporaryPath } from "#main/home.ts";

const RESULT = "result.json";
const DEFAULT_LIMIT_BYTES = 4 * 2 ** 30;
/** What was used so lately is not evicted: a draft in another process may be reading it. */
const IN_USE_MS = 10 * 60 * 1000;

interface ResultFile {
  output: unknown;
  /** Path below the folder -> bytes. */
  files: Record<string, number>;
}

export interface StageResult {
  dir: string;
  output: unknown;
}

export class StageCache {
  readonly #home: Home;
  readonly #limitBytes: number;

  /** UNDERSTUDY_CACHE_GB bounds the cache, 4 by default. */
  constructor(home: Home, limitBytes = limitFrom(process.env.UNDERSTUDY_CACHE_GB)) {
    this.#home = home;
    this.#limitBytes = limitBytes;
  }

  #dir(key: string): string {
    return join(this.#home.cache, key);
  }

  /** The result of `key`, when it is there with every file at its full length. */
  find(key: string): StageResult | undefined {
    const dir = this.#dir(key);
    const path = join(dir, RESULT);
    try {
      const { output, files } = JSON.parse(readFileSync(path, "utf8")) as ResultFile;
      for (const [file, bytes] of Object.entries(files)) {
        if (statSync(join(dir, file)).size !== bytes) return undefined;
      }
      const now = new Date();
      utimesSync(path, now, now);
      return { dir, output };
    } catch {
      // Absent, or damaged from outside: then it is made again.
      return undefined;
    }
  }

  /** Runs `work` on an empty folder and keeps what it leaves there under `key`. Nothing is left when it fails. */
  async make(key: string, work: (dir: string) => Promise<unknown>): Promise<StageResult> {
    const temporary = temporaryPath(this.#home, "cache");
    try {
      await mkdir(temporary, { recursive: true });
      const output = await work(temporary);
      const result: ResultFile = { output, files: await sizesBelow(temporary) };
      await writeFile(join(temporary, RESULT), JSON.stringify(result));
      await syncTree(temporary);
      await this.#publish(key, temporary);
      return { dir: this.#dir(key), output };
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async #publish(key: string, temporary: string): Promise<void> {
    try {
      await rename(temporary, this.#dir(key));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "EPERM") throw error;
      // Another process was faster, which is as good, unless what lies there is damaged.
      if (this.find(key) !== undefined) return;
      await this.remove(key);
      await rename(temporary, this.#dir(key));
    }
    await syncFolder(this.#home.cache);
  }

  /** Forgets a result; whole at once, as it came. */
  async remove(key: string): Promise<void> {
    const doomed = temporaryPath(this.#home, "cache");
    try {
      await rename(this.#dir(key), doomed);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    await rm(doomed, { recursive: true, force: true });
  }

  /** Removes the least recently used results until the rest fit the bound. */
  async evict(): Promise<void> {
    const keys = (await readdir(this.#home.cache)).filter((name) => name !== basename(this.#home.pictures));
    const entries = await Promise.all(keys.map((key) => this.#measure(key)));
    entries.sort((a, b) => b.usedAt - a.usedAt);
    let total = 0;
    for (const { key, bytes, usedAt } of entries) {
      total += bytes;
      if (total > this.#limitBytes && usedAt < Date.now() - IN_USE_MS) await this.remove(key);
    }
  }

  async #measure(key: string): Promise<{ key: string; bytes: number; usedAt: number }> {
    const path = join(this.#dir(key), RESULT);
    try {
      const { files } = JSON.parse(await readFile(path, "utf8")) as ResultFile;
      const bytes = Object.values(files).reduce((sum, size) => sum + size, 0);
      return { key, bytes, usedAt: (await stat(path)).mtimeMs };
    } catch {
      return { key, bytes: Number.POSITIVE_INFINITY, usedAt: 0 };
    }
  }
}

/** The bound in bytes that a text of gigabytes says; the default for none or nonsense. */
function limitFrom(gigabytes: string | undefined): number {
  const value = Number(gigabytes);
  return gigabytes !== undefined && gigabytes.trim() !== "" && value >= 0
    ? value * 2 ** 30
    : DEFAULT_LIMIT_BYTES;
}

async function sizesBelow(folder: string): Promise<Record<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map(async (file) => [relative(folder, file), (await stat(file)).size]),
  );
  return Object.fromEntries(sizes) as Record<string, number>;
}
