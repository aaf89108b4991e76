import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Init } from "#contract/draft.ts";
import { LibraryQuery } from "#contract/library.ts";
import { findHome } from "#main/home.ts";
import { type Library, openLibrary } from "#main/library/index.ts";
import { decodePicture, readPixels } from "#native/canvas/index.ts";
import { runFfmpeg } from "#native/ffmpeg/index.ts";
import { keepStill } from "./picture.ts";

const FRAMES = 24;
/** How bright a frame of the clip is, 0 to 255. */
const grey = (frame: number) => 10 + frame * 10;

let root: string;
let library: Library;
let ids: Record<string, string>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "understudy-stills-"));
  const paths = ["clip.mp4", "card.png", "tone.wav"].map((name) => join(root, name));
  const [clip, card, tone] = paths as [string, string, string];
  // Every frame is a grey of its own, whatever the range of the file.
  const course = `color=black:s=64x48:r=12:d=${FRAMES / 12},format=gray,geq=lum='10+10*N'`;
  await runFfmpeg(["-f", "lavfi", "-i", course, "-c:v", "libx264", "-crf", "4", "-pix_fmt", "yuv420p", clip]);
  await runFfmpeg(["-f", "lavfi", "-i", "color=red:s=64x48", "-frames:v", "1", card]);
  await runFfmpeg(["-f", "lavfi", "-i", "sine=d=0.2", tone]);
  library = await openLibrary(findHome({ UNDERSTUDY_HOME: join(root, "home") }));
  const services = await library.services({
    trashDays: () => 30,
    chooseEncoder: async () => ({ encoder: "libx264" }),
    onTask: () => {},
    onChange: () => {},
  });
  services.importer.importFiles(paths);
  await services.tasks.settled();
  await services.close();
  const { items } = await library.repositories();
  ids = Object.fromEntries(items.page(LibraryQuery.parse({}), 0, 9).rows.map(({ title, id }) => [title, id]));
});
afterAll(() => {
  library.close();
  rmSync(root, { recursive: true, force: true });
});

async function firstPixel(still: Init): Promise<number[]> {
  const picture = await decodePicture(readFileSync(await library.requireMedia(still)));
  const pixels = new Uint8Array(picture.width * picture.height * 4);
  readPixels(picture, pixels);
  return [...pixels.subarray(0, 3)];
}

test.each([0, 5, FRAMES - 1])("a still of a clip is its frame %i", async (frame) => {
  const [red] = await firstPixel(await keepStill(library, ids.clip!, frame));
  expect(Math.abs(red! - grey(frame))).toBeLessThan(4);
});

test("without a frame it is the one of the poster, a third into the clip", async () => {
  const [red] = await firstPixel(await keepStill(library, ids.clip!));
  expect(Math.abs(red! - grey(FRAMES / 3))).toBeLessThan(4);
});

test("a picture is taken as it is, and a sound is refused", async () => {
  expect(await firstPixel(await keepStill(library, ids.card!))).toEqual([253, 0, 0]);
  await expect(keepStill(library, ids.tone!)).rejects.toMatchObject({ code: "bad-input" });
  await expect(keepStill(library, ids.clip!, 9999)).rejects.toMatchObject({ code: "corrupt-media" });
});
