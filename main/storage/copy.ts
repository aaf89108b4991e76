/** Copies a tree so that what has its name at the target is right, whenever the copying ends. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, lstat, mkdir, open, readdir, readlink, rename, rm, symlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "#main/durable.ts";

/** A file, folder or link of a tree. */
export interface Entry {
  /** From the tree's root. */
  path: string;
  kind: "file" | "folder" | "link";
  bytes: number;
  modified: Date;
}

/** Everything below `root`, folders before what is in them; what vanishes meanwhile is left out. */
export async function listTree(root: string, signal?: AbortSignal): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const folders = [""]; folders.length > 0; ) {
    signal?.throwIfAborted();
    const folder = folders.pop()!;
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const stats = await lstat(join(root, path)).catch(() => undefined);
      if (stats === undefined) continue;
      if (entry.isDirectory()) folders.push(path);
      const kind = entry.isDirectory() ? "folder" : entry.isSymbolicLink() ? "link" : "file";
      entries.push({ path, kind, bytes: kind === "file" ? stats.size : 0, modified: stats.mtime });
    }
  }
  return entries;
}

/** Whether `entry` stands at the target as it is here. */
export async function isThere(to: string, { path, kind, bytes, modified }: Entry): Promise<boolean> {
  const stats = await lstat(join(to, path)).catch(() => undefined);
  if (stats === undefined) return false;
  if (kind !== "file") return kind === "folder" ? stats.isDirectory() : stats.isSymbolicLink();
  // Some file systems keep times in steps of two seconds.
  const sameTime = Math.abs(stats.mtimeMs - modified.getTime()) <= 2000;
  return stats.isFile() && stats.size === bytes && sameTime;
}

export interface CopyOptions {
  signal: AbortSignal;
  /** Told of bytes as they are copied. */
  onBytes: (bytes: number) => void;
}

/**
 * Brings an entry to the target: a second name for the same file where disk and file system allow, else a copy
 * that is read back and compared before it gets its name.
 */
export async function bring(from: string, to: string, entry: Entry, options: CopyOptions): Promise<void> {
  const [source, target] = [join(from, entry.path), join(to, entry.path)];
  if (entry.kind === "folder") {
    await mkdir(target, { recursive: true });
    return;
  }
  await rm(target, { force: true });
  await mkdir(dirname(target), { recursive: true });
  if (entry.kind === "link") {
    await symlink(await readlink(source), target);
    return;
  }
  try {
    await link(source, target);
    options.onBytes(entry.bytes);
  } catch {
    await copyFile(source, target, entry.modified, options);
  }
}

async function copyFile(source: string, target: string, modified: Date, options: CopyOptions): Promise<void> {
  const part = `${target}.moving`;
  const sent = await writeCopy(source, part, options);
  const arrived = createHash("sha256");
  for await (const chunk of read(part)) {
    options.signal.throwIfAborted();
    arrived.update(chunk);
  }
  if (arrived.digest("hex") !== sent) {
    throw new Error(`${target} reads differently than it was written: the disk is not to be trusted`);
  }
  await utimes(part, modified, modified);
  await rename(part, target);
}

/** Writes and syncs the copy; gives the hash of what was read. */
async function writeCopy(source: string, part: string, { signal, onBytes }: CopyOptions): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(part, "w");
  try {
    for await (const chunk of read(source)) {
      signal.throwIfAborted();
      await file.writeFile(chunk);
      hash.update(chunk);
      onBytes(chunk.length);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

function read(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: 2 ** 20 });
}

/** Removes from the target what is not in the tree any more, and syncs the names of all folders. */
export async function settle(to: string, entries: readonly Entry[], signal?: AbortSignal): Promise<void> {
  const wanted = new Set(entries.map(({ path }) => path));
  const there = await listTree(to, signal);
  for (const { path } of there)
    if (!wanted.has(path)) await rm(join(to, path), { recursive: true, force: true });
  const folders = entries.filter(({ kind }) => kind === "folder");
  for (const { path } of folders) await syncFolder(join(to, path)).catch(ignoreMissing);
  await syncFolder(to);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
