/**
 * Unfinished packs, in packs/ itself so that a pack becomes whole by one rename:
 * packs/.adding-PID-TIME while one is made, packs/.downloads/ for what has arrived so far.
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "#contract/problem.ts";
import { syncFolder } from "#main/durable.ts";
import { type Home, isAlive, PROCESS_START } from "#main/home.ts";

const ADDING = /^\.(?:adding|removing)-(\d+)-([0-9a-z]+)-\d+$/;
let count = 0;

/** A fresh name in packs/ that no pack can have, for this process. */
export function stagingPath(home: Home, purpose: "adding" | "removing"): string {
  count += 1;
  return join(home.packs, `.${purpose}-${process.pid}-${Date.now().toString(36)}-${count}`);
}

/** Calls `work` with an empty folder that is gone afterwards, unless it was renamed. */
export async function withStaging<T>(home: Home, work: (dir: string) => Promise<T>): Promise<T> {
  const dir = stagingPath(home, "adding");
  await mkdir(dir);
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Removes what processes that died left in packs/. */
export async function clearStaging(home: Home): Promise<void> {
  for (const name of await readdir(home.packs)) {
    const [, pid, time] = ADDING.exec(name) ?? [];
    if (pid === undefined || time === undefined) continue;
    const owner = Number(pid);
    // Process ids come back: what is older than this process and has its id was another's.
    const alive = owner === process.pid ? Number.parseInt(time, 36) >= PROCESS_START : isAlive(owner);
    if (!alive) await rm(join(home.packs, name), { recursive: true, force: true });
  }
}

/** Makes a finished, synced folder the pack `id`. Throws Problem "bad-input" when there is one by now. */
export async function install(dir: string, id: string, home: Home): Promise<string> {
  const target = join(home.packs, id);
  if (existsSync(target)) throw alreadyThere(id);
  await rename(dir, target);
  await syncFolder(home.packs);
  return target;
}

export function alreadyThere(id: string): Problem {
  return new Problem(
    "bad-input",
    `There is a pack "${id}" already.`,
    `Give this one another name by --id, or remove that one: \`understudy packs remove ${id}\`.`,
    { text: { key: "pack-exists", values: { pack: id } } },
  );
}
