/** Downloads of packs that are not finished: packs/.downloads/KEY/ holds what has arrived, KEY.json what it is. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Problem } from "#contract/problem.ts";
import { type Home, isAlive, PROCESS_START } from "#main/home.ts";
import { idFrom } from "../names.ts";
import { hubEndpoint } from "./address.ts";

const Download = z.object({
  /** What the user named: "owner/name", or with the path of a folder or graph. */
  source: z.string(),
  commit: z.string(),
  /** Bytes that are known to be needed. */
  bytes: z.number(),
});
export type UnfinishedDownload = z.infer<typeof Download> & { key: string };

/** Every download that was begun and has not become a pack. */
export async function unfinishedDownloads(home: Home): Promise<UnfinishedDownload[]> {
  const names = await readdir(folderOf(home)).catch(() => []);
  return names
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const download = Download.safeParse(readJson(join(folderOf(home), name)));
      return download.success ? [{ ...download.data, key: name.slice(0, -".json".length) }] : [];
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
  const lock = `${dir}.lock`;
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
export async function noteDownload(home: Home, { key, ...download }: UnfinishedDownload): Promise<void> {
  await writeFile(join(folderOf(home), `${key}.json`), JSON.stringify(download));
}

/** Deletes a download's files, as far as they are not a pack by now. */
export async function forget(home: Home, key: string): Promise<void> {
  await rm(join(folderOf(home), key), { recursive: true, force: true });
  await rm(join(folderOf(home), `${key}.json`), { force: true });
  await rmdir(folderOf(home)).catch(() => undefined); // others are still in it
}

function folderOf(home: Home): string {
  return join(home.packs, ".downloads");
}

async function takeLock(lock: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(lock);
    const owner = Number(await readFile(lock, "utf8"));
    // Process ids come back: what is older than this process and has its id was another's.
    const alive = owner === process.pid ? mtimeMs >= PROCESS_START : owner > 0 && isAlive(owner);
    if (alive) throw busy(owner);
    await rm(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EEXIST" ? busy(process.pid) : error;
  }
}

function busy(owner: number): Problem {
  return new Problem("bad-input", `Process ${owner} is downloading the same pack.`, "Wait for its end.");
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
