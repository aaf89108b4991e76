/** Outputs are whole or not there: written to a temporary name beside the target, synced, renamed. */
import { access, constants, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Problem } from "#contract/problem.ts";

let count = 0;

/**
 * Lets `write` make a file under a temporary name and then gives it its own.
 * @throws Problem "not-writable" before any work when the folder cannot take it, and what `write` throws.
 */
export async function writeOutput(
  path: string,
  write: (temporary: string) => Promise<unknown>,
): Promise<void> {
  const folder = dirname(path);
  await requireWritable(folder);
  count += 1;
  // The ending stays: it names the format.
  const temporary = join(folder, `.${process.pid}-${count}-${basename(path)}`);
  try {
    await write(temporary);
    await sync(temporary, process.platform === "win32" ? "r+" : "r");
    await rename(temporary, path);
    if (process.platform !== "win32") await sync(folder, "r");
  } catch (error) {
    throw diskProblem(path, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function requireWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Problem(
      "not-writable",
      missing ? `The folder ${folder} does not exist.` : `The folder ${folder} cannot be written.`,
      missing ? "Make it first, or choose another." : "Choose a folder that you may write to.",
      { cause: error, text: { key: "folder-not-writable", values: { folder } } },
    );
  }
}

/** What an error of the disk means; any other error as it is. */
function diskProblem(path: string, error: unknown): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOSPC":
    case "EDQUOT":
      return new Problem("no-space", `The disk of ${path} is full.`, "Free some space and try again.", {
        cause: error,
        text: { key: "disk-full", values: { folder: dirname(path) } },
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "EISDIR":
      return new Problem("not-writable", `${path} cannot be written.`, "Choose another name or place.", {
        cause: error,
        text: { key: "file-not-writable", values: { file: path } },
      });
    default:
      return error;
  }
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
