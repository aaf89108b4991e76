/** Room on the disk of the packs. */
import { statfs } from "node:fs/promises";
import { Problem } from "#contract/problem.ts";

/** Left free for the rest of the system. */
const MARGIN_BYTES = 50e6;
const HINT = "Free some space, or set UNDERSTUDY_HOME to a folder on another disk.";

/** Bytes that may be written to the disk of `folder`. */
export async function roomFor(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.max(0, bavail * bsize - MARGIN_BYTES);
}

/** Throws Problem "no-space" when `bytes` do not fit. `what` names the thing for people. */
export async function requireRoom(folder: string, bytes: number, what: string): Promise<void> {
  const room = await roomFor(folder);
  if (bytes <= room) return;
  throw new Problem(
    "no-space",
    `${what} needs ${sizeText(bytes)} in ${folder}; ${sizeText(room)} may be used.`,
    HINT,
    { text: { key: "room-needed", values: { folder, needed: sizeText(bytes), free: sizeText(room) } } },
  );
}

/** The Problem behind an error of the disk; any other error as it is. */
export function diskProblem(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof Problem || code === undefined) return error;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new Problem("no-space", `The disk of ${folder} is full.`, HINT, {
      cause: error,
      text: { key: "disk-full", values: { folder } },
    });
  }
  if (["EACCES", "EPERM", "EROFS"].includes(code)) {
    const { path = folder } = error as NodeJS.ErrnoException;
    return new Problem(
      "not-writable",
      `${path} may not be read or written (${code}).`,
      "Check its owner and rights.",
      { cause: error, text: { key: "file-not-writable", values: { file: path } } },
    );
  }
  return error;
}

/** "340 MB", "2.1 GB". */
export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
