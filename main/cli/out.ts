/** The file that the user asked for with --out: checked before the work, written whole after it. */
import { constants, statSync } from "node:fs";
import { access, copyFile, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { Problem } from "#contract/problem.ts";
import { syncFile, syncFolder } from "#main/durable.ts";
import { isAlive } from "#main/home.ts";

/** The absolute path of `file`, once it is sure that it can be written. Leaves nothing there. Throws Problem. */
export async function checkOut(file: string): Promise<string> {
  const path = resolve(file);
  const present = statSync(path, { throwIfNoEntry: false });
  if (present?.isDirectory()) {
    throw new Problem("bad-input", `--out ${file} is a folder.`, "Name a file in it, such as clip.mp4.");
  }
  if (present !== undefined && !present.isFile()) {
    throw new Problem("bad-input", `--out ${file} is no ordinary file.`, "Name a file ending in .mp4.");
  }
  if (extname(path).toLowerCase() !== ".mp4") {
    throw new Problem("bad-input", `--out ${file} does not end in .mp4.`, "Clips are written as MP4.");
  }
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) {
    throw new Problem(
      "not-writable",
      `There is no folder ${dirname(path)}.`,
      "Make it, or name another file.",
    );
  }
  const temporary = temporaryFor(path);
  try {
    await clearAfterCrash(path);
    if (present !== undefined) await access(path, constants.W_OK);
    await (await open(temporary, "wx")).close();
  } catch (error) {
    throw outProblem(file, error as NodeJS.ErrnoException);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  return path;
}

/** Copies the clip to `path`, replacing what was there. Throws Problem. */
export async function deliver(clip: string, path: string): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    await copyFile(clip, temporary, constants.COPYFILE_FICLONE);
    await syncFile(temporary);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw outProblem(path, error as NodeJS.ErrnoException);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Removes what a process that died while it wrote `path` left there. */
async function clearAfterCrash(path: string): Promise<void> {
  const [start, end] = [`.${basename(path)}.`, ".part"];
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(start) || !name.endsWith(end)) continue;
    const owner = Number(name.slice(start.length, -end.length));
    if (owner > 0 && !isAlive(owner)) await rm(join(dirname(path), name), { force: true });
  }
}

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.part`);
}

function outProblem(file: string, error: NodeJS.ErrnoException): Problem {
  if (error.code === "ENOSPC" || error.code === "EDQUOT") {
    return new Problem(
      "no-space",
      `The disk of ${file} is full.`,
      "Free some space, or name a file on another disk.",
      {
        cause: error,
      },
    );
  }
  return new Problem(
    "not-writable",
    `${file} cannot be written (${error.code}).`,
    "Name a file in a folder where you may write.",
    { cause: error },
  );
}
