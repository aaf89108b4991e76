/**
 * Where everything of the studio lives. UNDERSTUDY_HOME moves it; the default
 * is the platform's folder for application data.
 *
 *   library.db   what was drafted (library.backup.db: its last good copy)
 *   media/       content-addressed: media/ab/abcdef....mp4
 *   packs/       models that the user installed (verified.json: files found right; .downloads/: unfinished)
 *   providers.json  what the last probe of the execution providers found
 *   projects/    timeline documents
 *   cache/       finished stages of drafts, by key; may be deleted at any time
 *   cache/pictures/  posters and strips of the library's items; may be deleted, too
 *   tmp/         unfinished things, named by the process that makes them
 *   logs/        details of our own faults
 */
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Problem } from "#contract/problem.ts";

export interface Home {
  root: string;
  library: string;
  backup: string;
  media: string;
  packs: string;
  providers: string;
  projects: string;
  cache: string;
  pictures: string;
  tmp: string;
  logs: string;
}

/** The folders of the studio, by the environment; touches no disk. */
export function findHome(environment: NodeJS.ProcessEnv = process.env): Home {
  const root = resolve(environment.UNDERSTUDY_HOME || defaultRoot(environment));
  return {
    root,
    library: join(root, "library.db"),
    backup: join(root, "library.backup.db"),
    media: join(root, "media"),
    packs: join(root, "packs"),
    providers: join(root, "providers.json"),
    projects: join(root, "projects"),
    cache: join(root, "cache"),
    pictures: join(root, "cache", "pictures"),
    tmp: join(root, "tmp"),
    logs: join(root, "logs"),
  };
}

/** Makes the folders and clears what dead processes left in tmp/. Throws Problem "not-writable" or "no-space". */
export function prepareHome(home: Home): void {
  try {
    for (const folder of [home.media, home.packs, home.projects, home.cache, home.tmp, home.logs]) {
      mkdirSync(folder, { recursive: true });
    }
  } catch (error) {
    throw homeProblem(home, error as NodeJS.ErrnoException);
  }
  for (const name of readdirSync(home.tmp)) {
    if (!isOwnerAlive(name)) rmSync(join(home.tmp, name), { recursive: true, force: true });
  }
  for (const name of readdirSync(home.root)) {
    const owner = TEMPORARY_BESIDE.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(home.root, name), { force: true });
  }
}

/** What is written beside the file that it will replace: `providers.json.4711.tmp`. */
const TEMPORARY_BESIDE = /\.(\d+)\.tmp(-\w+)?$/;

let temporaryCount = 0;

/** A fresh path in tmp/; its name carries our process id, so that it can be cleared after a crash. */
export function temporaryPath(home: Home): string {
  temporaryCount += 1;
  return join(home.tmp, `${process.pid}-${Date.now().toString(36)}-${temporaryCount}`);
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
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
    case "EEXIST":
    case "ENOENT": {
      const what = isFile(home.root) ? "is a file, not a folder" : "cannot be written";
      return new Problem("not-writable", `The studio's folder ${home.root} ${what}.`, hint, { cause: error });
    }
    default:
      return error;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
