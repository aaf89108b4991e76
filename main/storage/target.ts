/** Where a place may be moved to. */
import { constants } from "node:fs";
import { access, mkdir, readdir, realpath, rm, stat, statfs, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { Problem } from "#contract/problem.ts";
import type { Place } from "#contract/storage.ts";
import { type Home, ownFolder } from "#main/home.ts";
import { sizeText } from "#main/packs/index.ts";

/** What we make in a folder that the user chose, so that nothing of theirs mixes with it. */
const OURS = "Understudy";
/** Left free for the rest of the system. */
const MARGIN_BYTES = 50e6;

/** The folder of `place` below one that the user chose; null: the studio's own. */
export function targetOf(home: Home, place: Place, chosen: string | null): string {
  if (chosen === null) return ownFolder(home.root, place);
  return basename(chosen) === OURS ? join(chosen, place) : join(chosen, OURS, place);
}

/** The folder of `place` in or at a folder that the user chose, for a disk that has another name now. */
export async function locate(place: Place, chosen: string): Promise<string> {
  const candidates = [join(chosen, OURS, place), join(chosen, place), chosen];
  for (const folder of candidates) {
    const isRight = basename(folder) === place && (await isFolder(folder));
    if (isRight) return folder;
  }
  throw new Problem(
    "not-found",
    `There is no folder ${OURS}/${place} in ${chosen}.`,
    "Choose the folder that it was moved to.",
    { text: { key: "place-missing", values: { place, folder: join(chosen, OURS, place) } } },
  );
}

/**
 * Makes sure that a place can be moved to `to`: a folder outside of the studio's own and of each place, that can
 * be written and is empty.
 * @throws Problem "bad-input", "not-found" or "not-writable".
 */
export async function requireTarget(
  home: Home,
  place: Place,
  chosen: string | null,
  to: string,
): Promise<void> {
  if (to === home[place]) {
    throw new Problem("bad-input", `The ${place} folder is ${to} already.`, "Choose another folder.", {
      text: { key: "place-same" },
    });
  }
  if (chosen !== null) await requireOutside(home, chosen, to);
  const names = await readdir(to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw notWritable(to, error);
  });
  if (names.length > 0) {
    throw new Problem("bad-input", `${to} is not empty.`, "Choose another folder, or empty that one.", {
      text: { key: "place-occupied", values: { folder: to } },
    });
  }
  await requireWritable(to);
}

async function requireOutside(home: Home, chosen: string, to: string): Promise<void> {
  if (!isAbsolute(chosen) || !(await isFolder(chosen))) {
    throw new Problem("not-found", `There is no folder ${chosen}.`, "Choose one that is there.", {
      text: { key: "folder-not-writable", values: { folder: chosen } },
    });
  }
  const real = join(await realpath(chosen), relative(chosen, to));
  for (const folder of [home.root, home.media, home.packs, home.cache]) {
    const own = await realpath(folder).catch(() => folder);
    if (!isInside(real, own) && !isInside(own, real)) continue;
    throw new Problem("bad-input", `${chosen} is a part of the studio itself.`, "Choose one outside of it.", {
      text: { key: "place-inside", values: { folder: chosen } },
    });
  }
}

/** Makes the folder and writes a file in it, for rights alone do not tell. */
async function requireWritable(to: string): Promise<void> {
  const parent = dirname(to);
  try {
    // One by one: some file systems answer a recursive mkdir so that Node never ends it.
    for (const folder of [parent, to, join(parent, "tmp")]) await mkdir(folder).catch(ignoreExisting);
    const trial = join(to, ".trial");
    await writeFile(trial, "trial");
    await rm(trial);
    await access(parent, constants.W_OK);
  } catch (error) {
    await rm(to, { recursive: true, force: true }).catch(() => undefined);
    throw notWritable(to, error);
  }
}

/** Throws Problem "no-space" when `bytes` have no room at `folder`. */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = Math.max(0, bavail * bsize - MARGIN_BYTES);
  if (bytes <= free) return;
  throw new Problem(
    "no-space",
    `The move needs ${sizeText(bytes)} in ${folder}; ${sizeText(free)} may be used.`,
    "Free some space there, or choose another disk.",
    { text: { key: "room-needed", values: { folder, needed: sizeText(bytes), free: sizeText(free) } } },
  );
}

/** Whether we may write in a folder, by its rights. */
export async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Whether both are on one disk, where nothing has to be copied. */
export async function onOneDisk(a: string, b: string): Promise<boolean> {
  return (await stat(a)).dev === (await stat(b)).dev;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

function notWritable(folder: string, cause: unknown): Problem {
  return new Problem(
    "not-writable",
    `${folder} cannot be written.`,
    "Choose a folder that you may write to.",
    {
      cause,
      text: { key: "folder-not-writable", values: { folder } },
    },
  );
}

function isInside(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
