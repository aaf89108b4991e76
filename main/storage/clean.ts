/** Deletes what can be made again, and nothing that a draft needs just now. */
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Cleanable } from "#contract/storage.ts";
import { type Home, requirePlaces, temporaryPath } from "#main/home.ts";
import type { Held, Holdings } from "#main/library/index.ts";
import { packEntries, removePack } from "#main/packs/index.ts";
import { measure } from "./files.ts";

/** What was used so lately may be a running draft's, of this process or another one. */
const IN_USE_MS = 10 * 60 * 1000;
/** Logs of this run are still written. */
const LOG_AGE_MS = 24 * 60 * 60 * 1000;
const PICTURES = "pictures";

interface Item {
  path: string;
  remove: () => Promise<unknown>;
}

/** What the library holds that can be given up. */
export interface LibraryHold {
  holdings(): Holdings;
  emptyTrash(): Promise<unknown>;
  clearProxies(): Promise<unknown>;
}

/** Deletes everything of a kind that is not in use; gives the bytes that came free. */
export async function clean(kind: Cleanable, home: Home, library: LibraryHold): Promise<number> {
  requirePlaces(home);
  if (kind === "trash" || kind === "proxies") {
    const before = bytesOf(library.holdings()[kind]);
    await (kind === "trash" ? library.emptyTrash() : library.clearProxies());
    return before - bytesOf(library.holdings()[kind]);
  }
  let freed = 0;
  for (const { path, remove } of await itemsOf(kind, home)) {
    const bytes = await sizeAt(path);
    await remove();
    freed += bytes;
  }
  return freed;
}

/** What `clean` would free. */
export async function cleanableBytes(kind: Cleanable, home: Home, holdings: Holdings): Promise<number> {
  if (kind === "trash" || kind === "proxies") return bytesOf(holdings[kind]);
  const sizes = await Promise.all((await itemsOf(kind, home)).map(({ path }) => sizeAt(path)));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

const bytesOf = (held: readonly Held[]) => held.reduce((sum, { bytes }) => sum + bytes, 0);

async function itemsOf(kind: Exclude<Cleanable, keyof Holdings>, home: Home): Promise<Item[]> {
  switch (kind) {
    case "cache":
      return (await idle(home.cache, "result.json", IN_USE_MS))
        .filter(({ name }) => name !== PICTURES)
        .map(({ path }) => ({ path, remove: () => removeWhole(path, home) }));
    case "previews": {
      const path = join(home.cache, PICTURES);
      return [{ path, remove: () => removeWhole(path, home) }];
    }
    case "downloads": {
      const { downloads } = await packEntries(home);
      return downloads.map(({ key }) => ({
        path: join(home.packs, ".downloads", key),
        remove: () => removePack(key, home),
      }));
    }
    case "logs":
      return (await idle(home.logs, "", LOG_AGE_MS)).map(({ path }) => ({
        path,
        remove: () => rm(path, { force: true }),
      }));
  }
}

/** Entries of a folder whose `mark` (a file in each, or the entry itself) was not touched for so long. */
async function idle(folder: string, mark: string, ms: number): Promise<{ name: string; path: string }[]> {
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const stats =
        (await stat(join(path, mark)).catch(() => undefined)) ?? (await stat(path).catch(() => undefined));
      return { name, path, usedAt: stats?.mtimeMs ?? Date.now() };
    }),
  );
  return entries.filter(({ usedAt }) => usedAt < Date.now() - ms);
}

/** Renamed first, so that a half-deleted result is never found. */
async function removeWhole(path: string, home: Home): Promise<void> {
  const doomed = temporaryPath(home, "cache");
  try {
    await rename(path, doomed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  await rm(doomed, { recursive: true, force: true });
}

async function sizeAt(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return 0;
  return stats.isDirectory() ? (await measure(path)).bytes : stats.size;
}
