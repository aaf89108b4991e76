/** Pictures for a draft to start from: files that the user brings, and stills of what is in the library. */
import { rm, writeFile } from "node:fs/promises";
import type { Init } from "#contract/draft.ts";
import type { ItemDetails } from "#contract/library.ts";
import { Problem } from "#contract/problem.ts";
import type { PictureFile } from "#contract/queue.ts";
import { requirePicture } from "#main/draft/index.ts";
import { temporaryPath } from "#main/home.ts";
import type { Library } from "#main/library/index.ts";
import { encodePng, surfaceFromRgba } from "#native/canvas/index.ts";
import { decodeFrames } from "#native/ffmpeg/index.ts";

/** A poster shows what is to be seen after this share of a clip. */
const POSTER_SHARE = 1 / 3;

/**
 * Keeps a picture in the library's media, while a draft may start from it.
 * Throws Problem "corrupt-media" when it is none that can be read.
 */
export function keepPicture(library: Library, { data, extension }: PictureFile): Promise<Init> {
  return kept(library, Buffer.from(data, "base64"), extension);
}

/**
 * Keeps a picture of an item of the library: itself, or of a clip the frame of this number, else the one of its
 * poster. Throws Problem "not-found", "bad-input" for a sound, or "corrupt-media".
 */
export async function keepStill(library: Library, id: string, frame?: number): Promise<Init> {
  const item = library.item(id);
  const file = library.fileOf(id);
  if (item.kind === "audio") {
    throw new Problem("bad-input", "A sound has no picture to start from.", "Choose a picture or a clip.", {
      text: { key: "start-no-picture" },
    });
  }
  if (item.kind === "picture") {
    await requirePicture(file);
    return library.importMedia(file);
  }
  for await (const { data, width, height } of decodeFrames(file, {
    start: startOf(item, frame),
    frames: 1,
  })) {
    return kept(library, await encodePng(surfaceFromRgba(data, width, height)), "png");
  }
  throw new Problem("corrupt-media", `The clip has no frame ${frame ?? ""}.`, "Choose another one.", {
    text: { key: "media-unreadable", values: { file } },
  });
}

/** Where to seek to for a frame: half a frame early, so that it is the first that comes. */
function startOf({ generation, imported, seconds }: ItemDetails, frame: number | undefined): number {
  if (frame === undefined) return (seconds ?? 0) * POSTER_SHARE;
  const fps = generation?.storyboard.fps ?? imported?.fps ?? 24;
  return Math.max(0, (frame - 0.5) / fps);
}

async function kept(library: Library, data: Uint8Array, extension: string): Promise<Init> {
  const file = `${temporaryPath(library.home)}.${extension}`;
  try {
    await writeFile(file, data);
    await requirePicture(file);
    return await library.importMedia(file);
  } finally {
    await rm(file, { force: true });
  }
}
