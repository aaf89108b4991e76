/** The files below what the user chose: files themselves, and those in folders. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const MOST_FILES = 20_000;
const DEEPEST = 12;

/** In the order of their names; hidden files and folders are left out. A path that is gone is kept, to be told of. */
export async function filesBelow(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) await collect(path, files, 0);
  return files;
}

async function collect(path: string, files: string[], depth: number): Promise<void> {
  if (files.length >= MOST_FILES) return;
  const entry = await stat(path).catch(() => undefined);
  if (!entry?.isDirectory()) {
    files.push(path);
    return;
  }
  if (depth >= DEEPEST) return;
  const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  for (const name of names) await collect(join(path, name), files, depth + 1);
}
