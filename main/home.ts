/**
 * Where everything of the studio lives. UNDERSTUDY_HOME moves it; the default
 * is the platform's folder for application data. media/, packs/ and cache/ may lie
 * elsewhere: places.json says where.
 *
 *   library.db   what was drafted (library.backup.db: its last good copy)
 *   media/       content-addressed: media/ab/abcdef....mp4
 *   packs/       models that the user installed (verified.json: files found right; .downloads/: unfinished)
 *   providers.json, encoders.json  what the last probes of execution providers and video encoders found
 *   settings.json, places.json     what the user chose
 *   projects/    timeline documents
 *   cache/       finished stages of drafts, by key; may be deleted at any time
 *   cache/pictures/  stills of the library's items; may be deleted, too
 *   tmp/         unfinished things, named by the process that makes them
 *   logs/        details of our own faults
 */
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Problem } from "#contract/problem.ts";
import { PLACES, type Place } from "#contract/storage.ts";
import { type Move, type Places, readMove, readPlaces } from "./places.ts";

/** One object a process: when a place is moved, its path here changes. */
export interface Home {
  root: string;
  library: string;
  backup: string;
  media: string;
  packs: string;
  providers: string;
  encoders: string;
  projects: string;
  cache: string;
  readonly pictures: string;
  tmp: string;
  logs: string;
}

/**
 * The folders of the studio, by the environment and places.json; makes none.
 * Throws Problem "bad-input" when places.json is damaged.
 */
export function findHome(environment: NodeJS.ProcessEnv = process.env): Home {
  const root = findRoot(environment);
  return homeAt(root, readPlaces(root));
}

/** The studio's own folder, by the environment. */
export function findRoot(environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(environment.UNDERSTUDY_HOME || defaultRoot(environment));
}

/** The folders of the studio in `root`. */
export function homeAt(root: string, places: Places = {}): Home {
  return {
    root,
    library: join(root, "library.db"),
    backup: join(root, "library.backup.db"),
    media: places.media ?? ownFolder(root, "media"),
    packs: places.packs ?? ownFolder(root, "packs"),
    providers: join(root, "providers.json"),
    encoders: join(root, "encoders.json"),
    projects: join(root, "projects"),
    cache: places.cache ?? ownFolder(root, "cache"),
    get pictures() {
      return join(this.cache, "pictures");
    },
    tmp: join(root, "tmp"),
    logs: join(root, "logs"),
  };
}

/** Where a place lies when it was not moved. */
export function ownFolder(root: string, place: Place): string {
  return join(root, place);
}

/** The places that lie elsewhere than in the studio's folder. */
export function movedPlaces(home: Home): Place[] {
  return PLACES.filter((place) => home[place] !== ownFolder(home.root, place));
}

/** The moved places whose folder is not there: a disk that is not connected. */
export function missingPlaces(home: Home): Place[] {
  return movedPlaces(home).filter((place) => !isFolder(home[place]));
}

/** Whether the process that moves a place lives. */
export function isMoving({ pid, startedAt }: Move): boolean {
  return pid === process.pid ? startedAt >= PROCESS_START : pid > 0 && isAlive(pid);
}

/**
 * To be called before writing into a place. Throws Problem "not-found" when the folder of one that was moved is
 * not there, and "not-writable" while one is being moved.
 */
export function requirePlaces(home: Home): void {
  const move = readMove(home.root);
  if (move !== undefined && isMoving(move)) {
    throw new Problem(
      "not-writable",
      `The studio's ${move.place} is being moved to ${move.to} just now.`,
      "Wait until that is done.",
      { text: { key: "place-busy" } },
    );
  }
  const [place] = missingPlaces(home);
  if (place === undefined) return;
  throw new Problem(
    "not-found",
    `The folder of the studio's ${place}, ${home[place]}, is not there.`,
    `Connect its disk, or choose another folder in the settings; ${join(home.root, "places.json")} names it.`,
    { text: { key: "place-missing", values: { place, folder: home[place] } } },
  );
}

/**
 * Makes the folders and clears what dead processes left in tmp/. A moved place is never made: what is not there
 * is on a disk that is not connected. Throws Problem "not-writable" or "no-space".
 */
export function prepareHome(home: Home): void {
  const moved = movedPlaces(home);
  const own = PLACES.filter((place) => !moved.includes(place)).map((place) => home[place]);
  try {
    for (const folder of [...own, home.projects, home.tmp, home.logs]) mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw homeProblem(home, error as NodeJS.ErrnoException);
  }
  clear(home.tmp);
  for (const place of moved.filter((place) => isFolder(home[place]))) prepareBeside(home, place);
  for (const name of readdirSync(home.root)) {
    const owner = TEMPORARY_BESIDE.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(home.root, name), { force: true });
  }
}

/** A disk that cannot be written may still be read: what is written will tell. */
function prepareBeside(home: Home, place: Place): void {
  try {
    mkdirSync(temporaryFolder(home, place), { recursive: true });
    clear(temporaryFolder(home, place));
  } catch (error) {
    if (!["EACCES", "EPERM", "EROFS", "ENOSPC"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
  }
}

/** Removes what dead processes left in a folder of temporary things. */
function clear(tmp: string): void {
  for (const name of readdirSync(tmp)) {
    if (!isOwnerAlive(name)) rmSync(join(tmp, name), { recursive: true, force: true });
  }
}

/** What is written beside the file that it will replace: `providers.json.4711.tmp`. */
const TEMPORARY_BESIDE = /\.(\d+)\.tmp(-\w+)?$/;

let temporaryCount = 0;

/**
 * A fresh path in the tmp/ of the disk where it is to become a part of `place`, or of the studio's own; its name
 * carries our process id, so that it can be cleared after a crash.
 */
export function temporaryPath(home: Home, place?: Place): string {
  temporaryCount += 1;
  const folder = place === undefined ? home.tmp : temporaryFolder(home, place);
  return join(folder, `${process.pid}-${Date.now().toString(36)}-${temporaryCount}`);
}

/** Things are renamed from it into the place, so it lies beside it, on the same disk. */
export function temporaryFolder(home: Home, place: Place): string {
  return join(dirname(home[place]), "tmp");
}

/** Whether a process of this machine runs under `pid`. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When this process started, milliseconds since 1970. */
export const PROCESS_START = Date.now() - process.uptime() * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Process ids come back, in containers at once: an older thing under our own id is a dead process's. */
function isOwnerAlive(name: string): boolean {
  const [pid, made] = name.split("-");
  const owner = Number(pid);
  const time = Number.parseInt(made ?? "", 36);
  if (!(owner > 0) || !(time > Date.now() - DAY_MS)) return false;
  return owner === process.pid ? time >= PROCESS_START : isAlive(owner);
}

function defaultRoot(environment: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case "win32":
      return join(environment.LOCALAPPDATA || join(homedir(), "AppData", "Local"), "Understudy");
    case "darwin":
      return join(homedir(), "Library", "Application Support", "Understudy");
    default:
      return join(environment.XDG_DATA_HOME || join(homedir(), ".local", "share"), "understudy");
  }
}

function homeProblem(home: Home, error: NodeJS.ErrnoException): Error {
  const hint = "Set UNDERSTUDY_HOME to a folder on a disk that can be written, with some free space.";
  switch (error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return new Problem("no-space", `The disk of the studio's folder ${home.root} is full.`, hint, {
        cause: error,
        text: { key: "disk-full", values: { folder: home.root } },
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
    case "EEXIST":
    case "ENOENT": {
      const what = isFile(home.root) ? "is a file, not a folder" : "cannot be written";
      return new Problem("not-writable", `The studio's folder ${home.root} ${what}.`, hint, {
        cause: error,
        text: { key: "folder-not-writable", values: { folder: home.root } },
      });
    }
    default:
      return error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
