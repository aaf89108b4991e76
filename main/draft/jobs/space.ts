/** Room on the disk: asked for before a draft, and recognised as the reason when one fails. */
import { statfsSync } from "node:fs";
import type { DraftRequest } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";

/** What a draft writes, in cache and library, generously: plates, and sound and picture by the second. */
const BASE_BYTES = 30e6;
const BYTES_PER_SECOND = 6.5e6;

const HINT = "Free some space, or set UNDERSTUDY_HOME to a folder on another disk.";

/** Throws Problem "no-space" when a disk that it writes to has no room for the draft. */
export function requireSpace(request: DraftRequest, home: Home): void {
  const needed = BASE_BYTES + request.seconds * BYTES_PER_SECOND;
  const disks = [home.cache, home.media].map((folder) => ({ folder, free: freeBytes(folder) }));
  const full = disks.find(({ free }) => free < needed);
  if (full === undefined) return;
  const { folder, free } = full;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  throw new Problem(
    "no-space",
    `This draft needs about ${megabytes(needed)} in ${folder}; ${megabytes(free)} are free.`,
    HINT,
    {
      text: {
        key: "room-needed",
        values: { folder, needed: megabytes(needed), free: megabytes(free) },
      },
    },
  );
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** The problem behind an error that a full disk caused; undefined for any other error. */
export function spaceProblem(error: unknown, home: Home): Problem | undefined {
  if (error instanceof Problem && error.code === "no-space") return error;
  if (!isFullDisk(error)) return undefined;
  return new Problem("no-space", `The disk of ${home.root} is full.`, HINT, {
    cause: error,
    text: { key: "disk-full", values: { folder: home.root } },
  });
}

/** It reaches us as an errno of our own writes, or as the last words of the engine or ffmpeg. */
function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  if (["ENOSPC", "EDQUOT", "SQLITE_FULL"].includes(code)) return true;
  return /no space left on device|ENOSPC|disk quota exceeded/i.test(error.message) || isFullDisk(error.cause);
}
