/**
 * Moves a place to another folder or disk. Until all of it is there, the old folder is what the studio uses; then
 * places.json is replaced, whole, and only then the old one is deleted. move.json is there all the time: whatever
 * a crash leaves can be gone on with or undone.
 */
import { mkdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { MoveState, Place } from "#contract/storage.ts";
import { type Home, ownFolder, temporaryPath } from "#main/home.ts";
import { type Move, readPlaces, removeMove, writePlaces } from "#main/places.ts";
import { bring, type Entry, isThere, listTree, settle } from "./copy.ts";
import { onOneDisk, requireRoom } from "./target.ts";

/** What is told while it goes on. */
export type MoveProgress = Pick<MoveState, "phase" | "bytes" | "totalBytes">;

export interface MoveOptions {
  signal: AbortSignal;
  onProgress: (progress: MoveProgress) => void;
  /** Asked before each step that must find nobody writing; throws when somebody is. */
  requireQuiet: () => Promise<void>;
}

/** What came while a pass ran is brought by the next one; a place that is in use never gets there. */
const MOST_PASSES = 5;

/**
 * Moves, or goes on moving, as `move` says. Until the switch it can be aborted; what has been copied then stays
 * for `undoMove` or another try.
 */
export async function runMove(home: Home, move: Move, options: MoveOptions): Promise<void> {
  const { root } = home;
  if (!isSwitched(home, move)) {
    await options.requireQuiet();
    await bringAll(move, options);
    await options.requireQuiet();
    options.signal.throwIfAborted();
    options.onProgress({ phase: "switch", bytes: 0, totalBytes: 0 });
    await switchPlace(home, move);
  }
  home[move.place] = move.to;
  options.onProgress({ phase: "clear", bytes: 0, totalBytes: 0 });
  await clearOld(home, move);
  await removeMove(root);
}

/** Whether places.json names the new folder: then the move is done but for deleting the old one. */
export function isSwitched({ root }: Pick<Home, "root">, { place, to }: Move): boolean {
  return (readPlaces(root)[place] ?? ownFolder(root, place)) === to;
}

/** Deletes what was copied. The old folder was never touched. */
export async function undoMove(home: Home, move: Move): Promise<void> {
  if (isSwitched(home, move)) throw new Error("a move that is done cannot be undone, only made back");
  const { root } = home;
  await rm(move.to, { recursive: true, force: true });
  await removeEmpty(dirname(move.to), root);
  await removeMove(root);
}

async function bringAll({ from, to }: Move, options: MoveOptions): Promise<void> {
  const { signal, onProgress } = options;
  await mkdir(to, { recursive: true });
  for (let pass = 1; ; pass++) {
    onProgress({ phase: "count", bytes: 0, totalBytes: 0 });
    const entries = await listTree(from, signal);
    const missing: Entry[] = [];
    for (const entry of entries) if (!(await isThere(to, entry))) missing.push(entry);
    if (missing.length === 0) return settle(to, entries, signal);
    if (pass > MOST_PASSES) throw new Error(`${from} changes faster than it can be copied`);
    await copyAll(from, to, missing, sum(entries), options);
  }
}

async function copyAll(
  from: string,
  to: string,
  missing: readonly Entry[],
  totalBytes: number,
  { signal, onProgress }: MoveOptions,
): Promise<void> {
  if (!(await onOneDisk(from, to))) await requireRoom(to, sum(missing));
  let bytes = totalBytes - sum(missing);
  onProgress({ phase: "copy", bytes, totalBytes });
  const onBytes = (more: number) => {
    bytes += more;
    onProgress({ phase: "copy", bytes, totalBytes });
  };
  for (const entry of missing) {
    signal.throwIfAborted();
    try {
      await bring(from, to, entry, { signal, onBytes });
    } catch (error) {
      // Deleted meanwhile: the next pass will not list it.
      const { code, path } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" || !path?.startsWith(from)) throw error;
    }
  }
}

async function switchPlace({ root }: Home, { place, to }: Move): Promise<void> {
  const { [place]: _old, ...others } = readPlaces(root);
  await writePlaces(root, to === ownFolder(root, place) ? others : { ...others, [place]: to });
}

/** The old folder goes as a whole first, so that no half of it is ever taken for the place. */
async function clearOld(home: Home, { place, from }: Move): Promise<void> {
  const old = homeBefore(home, place, from);
  const doomed = temporaryPath(old, place);
  await mkdir(dirname(doomed), { recursive: true });
  try {
    await rename(from, doomed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  await rm(doomed, { recursive: true, force: true });
  await rm(from, { recursive: true, force: true });
  await removeEmpty(dirname(from), home.root);
}

function homeBefore(home: Home, place: Place, from: string): Home {
  return Object.assign(Object.create(Object.getPrototypeOf(home) as object), home, { [place]: from }) as Home;
}

/** Removes the folder that we made on another disk, and its tmp/, when nothing is left in them. */
async function removeEmpty(folder: string, root: string): Promise<void> {
  if (folder === root) return;
  for (const path of [`${folder}/tmp`, folder]) {
    await rmdir(path).catch((error: NodeJS.ErrnoException) => {
      if (!["ENOENT", "ENOTEMPTY", "EEXIST", "EACCES", "EPERM", "EBUSY", "EROFS"].includes(error.code ?? ""))
        throw error;
    });
  }
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}
