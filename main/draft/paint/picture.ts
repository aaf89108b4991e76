/** Pictures that a draft starts from: decoded, and brought to the plate's size. */
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "#contract/problem.ts";
import { createSurface, decodePicture } from "#native/canvas/index.ts";
import { decodeFrames, probeMedia, resampleFrames } from "#native/ffmpeg/index.ts";
import type { Picture } from "./estimate/index.ts";

export interface PictureSize {
  width: number;
  height: number;
}

const MOST_BYTES = 500e6;
/** 100 megapixels take 400 MB when decoded. */
const MOST_PIXELS = 100e6;
const LEAST_SIDE = 16;
/** What Skia decodes, by ffmpeg's names; it knows of EXIF's orientation, which ffmpeg ignores. */
const SKIA_CODECS = ["png", "apng", "mjpeg", "webp", "gif", "bmp"];

/** Whether a draft can start from the file: it is there, a picture, and neither too large nor too small. Throws Problem. */
export async function requirePicture(path: string, signal?: AbortSignal): Promise<void> {
  await examine(path, signal);
}

/**
 * The picture in a file; of a moving one, its frame of this number, else the first. Transparent parts are
 * white.
 * @throws Problem "not-found", "bad-input" or "corrupt-media".
 */
export async function openPicture(path: string, frame?: number, signal?: AbortSignal): Promise<Picture> {
  const { codec, fps } = await examine(path, signal);
  if (frame === undefined && SKIA_CODECS.includes(codec)) return decodeStill(path);
  // Half a frame early: the frame itself is then the first that comes.
  const start = frame ? ((frame - 0.5) * fps.den) / fps.num : 0;
  for await (const { width, height, data } of decodeFrames(path, { start, frames: 1, signal })) {
    return { width, height, rgb: withoutAlpha(data) };
  }
  throw new Problem("corrupt-media", `${path} has no frame ${frame ?? 0}.`, "Choose another file.", {
    text: { key: "media-unreadable", values: { file: path } },
  });
}

async function examine(path: string, signal: AbortSignal | undefined) {
  const file = await stat(path).catch((cause) => {
    throw new Problem("not-found", `There is no file ${path}, or it cannot be read.`, "Check the path.", {
      cause,
      text: { key: "media-unreadable", values: { file: path } },
    });
  });
  if (!file.isFile())
    throw new Problem("bad-input", `${path} is no file.`, "Name a picture, such as a PNG.", {
      text: { key: "media-unreadable", values: { file: path } },
    });
  if (file.size > MOST_BYTES) {
    const size = `${Math.round(file.size / 1e6)} MB`;
    throw new Problem(
      "bad-input",
      `${path} is ${size} large.`,
      `Pictures of up to ${MOST_BYTES / 1e6} MB are read.`,
      { text: { key: "picture-too-large", values: { file: path, size, most: `${MOST_BYTES / 1e6} MB` } } },
    );
  }
  const { video } = await probeMedia(path, signal).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.code !== "corrupt-media") throw error;
    throw new Problem(
      "corrupt-media",
      `${path} is damaged, no picture, or far too large.`,
      "Choose a PNG, JPEG, WebP, GIF, BMP or TIFF, or a clip, whose first frame is then taken.",
      { cause: error, text: { key: "media-unreadable", values: { file: path } } },
    );
  });
  if (!video)
    throw new Problem("corrupt-media", `${path} has no picture.`, "Choose another file.", {
      text: { key: "media-unreadable", values: { file: path } },
    });
  const { width, height } = video;
  if (width * height > MOST_PIXELS || Math.min(width, height) < LEAST_SIDE) {
    const wrong = Math.min(width, height) < LEAST_SIDE ? "too small" : "too large";
    throw new Problem(
      "bad-input",
      `${path} is ${wrong}: ${width}x${height}.`,
      `Pictures from ${LEAST_SIDE} pixels a side to ${MOST_PIXELS / 1e6} megapixels are taken.`,
      { text: { key: "picture-size", values: { file: path, size: `${width}x${height}` } } },
    );
  }
  return video;
}

async function decodeStill(path: string): Promise<Picture> {
  const picture = await decodePicture(await readFile(path)).catch((cause) => {
    throw new Problem("corrupt-media", `${path} is damaged: it cannot be decoded.`, "Choose another file.", {
      cause,
      text: { key: "media-unreadable", values: { file: path } },
    });
  });
  const { width, height } = picture;
  const paper = createSurface(width, height);
  paper.context.fillStyle = "white";
  paper.context.fillRect(0, 0, width, height);
  paper.context.drawImage(picture.canvas, 0, 0);
  return { width, height, rgb: withoutAlpha(paper.canvas.data()) };
}

function withoutAlpha(rgba: Uint8Array | Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}

/**
 * The picture at another size: its middle cut to the shape, scaled by ffmpeg with Lanczos, which keeps edges
 * crisp when it enlarges and does not alias when it shrinks. `dir` takes a file meanwhile.
 */
export async function fitPicture(
  picture: Picture,
  size: PictureSize,
  dir: string,
  signal?: AbortSignal,
): Promise<Picture> {
  const { width, height } = size;
  if (picture.width === width && picture.height === height) return picture;
  const file = join(dir, "fitted.rgb");
  try {
    await resampleFrames([picture.rgb], file, { from: picture, to: size, frames: 1, signal });
    return { width, height, rgb: await readFile(file) };
  } finally {
    await rm(file, { force: true });
  }
}
