/** The content-addressed files of the library: a file's name is the SHA-256 of what it holds. */
import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { syncFile, syncFolder } from "#main/durable.ts";
import { type Home, temporaryPath } from "#main/home.ts";

export interface Media {
  sha256: string;
  /** With its dot: ".mp4". */
  extension: string;
  bytes: number;
}

/** Where a file of the library stands. */
export function mediaPath(home: Home, media: { sha256: string; extension: string }): string {
  return join(home.media, media.sha256.slice(0, 2), media.sha256 + media.extension);
}

/** What a file is, to the library: its hash, kind and size. */
export async function describeMedia(file: string): Promise<Media> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), hash);
  return {
    sha256: hash.digest("hex"),
    extension: extname(file).toLowerCase(),
    bytes: (await stat(file)).size,
  };
}

/**
 * Copies a file into the library, unless it is there. It appears whole or not
 * at all; where the disk can share blocks between copies, it does.
 */
export async function placeMedia(home: Home, file: string, media: Media): Promise<void> {
  const target = mediaPath(home, media);
  const present = await stat(target).catch(() => undefined);
  if (present?.size === media.bytes) return;
  await mkdir(dirname(target), { recursive: true });
  const temporary = temporaryPath(home, "media");
  try {
    await copyFile(file, temporary, constants.COPYFILE_FICLONE);
    await syncFile(temporary);
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } finally {
    await rm(temporary, { force: true });
  }
}
