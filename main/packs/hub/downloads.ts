/** Downloads of packs that are not finished: packs/.downloads/KEY/ holds what has arrived, KEY.json what it is. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { NearValues, PackKind } from "#contract/pack.ts";
import { Problem } from "#contract/problem.ts";
import { writeWhole } from "#main/durable.ts";
import { type Home, isAlive, PROCESS_START, temporaryPath } from "#main/home.ts";
import { idFrom } from "../names.ts";
import { hubEndpoint } from "./address.ts";

/** What the user said of the pack, so that a download can go on without being told again. */
const Wish = z.object({ id: z.string(), kind: PackKind, near: NearValues }).partial();
export type DownloadWish = z.infer<typeof Wish>;

const Download = z.object({
  /** What the user named: "owner/name", or with the path of a folder or graph. */
  source: z.string(),
  commit: z.string(),
  /** Bytes that are known to be needed. */
  bytes: z.number(),
  wish: Wish.default({}),
});
type Download = z.infer<typeof Download>;

export interface UnfinishedDownload extends Download {
  key: string;
  /** Bytes that are here. */
  arrived: number;
  /** Whether a process is at it. */
  running: boolean;
}

/** Every download that was begun and has not become a pack. */
export async function unfinishedDownloads(home: Home): Promise<UnfinishedDownload[]> {
  const names = await readdir(folderOf(home)).catch(() => []);
  const known = names
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const download = Download.safeParse(readJson(join(folderOf(home), name)));
      return download.success ? [{ ...download.data, key: name.slice(0, -".json".length) }] : [];
    });
  return Promise.all(
    known.map(async (download) => ({
      ...download,
      arrived: await bytesIn(join(folderOf(home), download.key)),
      running: typeof (await lockState(lockOf(home, download.key))) === "number",
    })),
  );
}

/** The unfinished download of this key. Throws Problem "not-found". */
export async function findDownload(home: Home, key: string): Promise<UnfinishedDownload> {
  const download = (await unfinishedDownloads(home)).find((other) => other.key === key);
  if (download !== undefined) return download;
  throw new Problem("not-found", `There is no unfinished download "${key}".`, "Add the pack again.", {
    text: { key: "operation-gone" },
  });
}

/** Where the download of a repository at a commit goes on. */
export function downloadKey(source: string, commit: string): string {
  const what = JSON.stringify([hubEndpoint(), source, commit]);
  return `${idFrom(source).slice(0, 40)}-${createHash("sha256").update(what).digest("hex").slice(0, 12)}`;
}

/**
 * Calls `work` with the folder of a download, which no other process may use meanwhile. The folder stays
 * when it fails, unless `worthless(error)`.
 * @throws Problem "bad-input" when another process is downloading the same.
 */
export async function withDownload<T>(
  home: Home,
  key: string,
  work: (dir: string) => Promise<T>,
  worthless: (error: unknown) => boolean,
): Promise<T> {
  const dir = join(folderOf(home), key);
  await mkdir(dir, { recursive: true });
  const lock = lockOf(home, key);
  await takeLock(lock);
  try {
    const result = await work(dir);
    await forget(home, key);
    return result;
  } catch (error) {
    if (worthless(error)) await forget(home, key);
    throw error;
  } finally {
    await rm(lock, { force: true });
    await rmdir(folderOf(home)).catch(() => undefined); // others are still in it
  }
}

/** Notes what a download is, for lists. */
export async function noteDownload(home: Home, key: string, download: Download): Promise<void> {
  // Whole or not at all: lists read it at any time.
  await writeWhole(
    join(folderOf(home), `${key}.json`),
    JSON.stringify(download),
    temporaryPath(home, "packs"),
  );
}

/** Deletes what has arrived of a download. Throws Problem "bad-input" while a process is at it. */
export async function discardDownload(home: Home, key: string): Promise<void> {
  const owner = await lockState(lockOf(home, key));
  if (typeof owner === "number") throw busy(owner);
  await forget(home, key);
}

/** Deletes a download's files, as far as they are not a pack by now. */
async function forget(home: Home, key: string): Promise<void> {
  await rm(join(folderOf(home), key), { recursive: true, force: true });
  await rm(join(folderOf(home), `${key}.json`), { force: true });
  await rmdir(folderOf(home)).catch(() => undefined); // others are still in it
}

function folderOf(home: Home): string {
  return join(home.packs, ".downloads");
}

function lockOf(home: Home, key: string): string {
  return join(folderOf(home), `${key}.lock`);
}

/** Sizes of all files of a folder; 0 where there is none. */
async function bytesIn(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

/** The living process that holds a lock; that there is none, or one of a process that died. */
async function lockState(lock: string): Promise<number | "free" | "left"> {
  try {
    const { mtimeMs } = await stat(lock);
    const owner = Number(await readFile(lock, "utf8"));
    // Process ids come back: what is older than this process and has its id was another's.
    const alive = owner === process.pid ? mtimeMs >= PROCESS_START : owner > 0 && isAlive(owner);
    return alive ? owner : "left";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "free";
    throw error;
  }
}

async function takeLock(lock: string): Promise<void> {
  const state = await lockState(lock);
  if (typeof state === "number") throw busy(state);
  if (state === "left") await rm(lock, { force: true });
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EEXIST" ? busy(process.pid) : error;
  }
}

function busy(owner: number): Problem {
  return new Problem("bad-input", `Process ${owner} is downloading the same pack.`, "Wait for its end.", {
    text: { key: "download-busy" },
  });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
