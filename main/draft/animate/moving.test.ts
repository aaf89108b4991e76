import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Storyboard } from "#contract/storyboard.ts";
import { createSurface } from "#native/canvas/index.ts";
import { renderFrames } from "./index.ts";
import { writePlate } from "./tests/fixtures/plates.ts";
import { storyboardOf } from "./tests/fixtures/storyboards.ts";

const SIZE = "106x60" as Storyboard["size"];
const COUNT = 12;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "understudy-moving-"));
  const plate = await writePlate(folder, {
    ...{ width: 106, height: 60, overscan: 1.2 },
    layers: [{ name: "clip", role: "land", depth: 0.3, paint: (_x, _y, out) => out.fill(1) }],
  });
  const { width, height } = plate.layers[0]!.box;
  const files = Array.from({ length: COUNT }, (_, i) => `${i}.jpg`);
  for (const [i, file] of files.entries()) {
    const { canvas, context } = createSurface(width, height);
    context.fillStyle = `rgb(${20 * i}, ${20 * i}, ${20 * i})`;
    context.fillRect(0, 0, width, height);
    await writeFile(join(folder, file), canvas.toBuffer("image/jpeg", 95));
  }
  const layers = [{ ...plate.layers[0]!, frames: { fps: 24, files } }];
  await writeFile(join(folder, "plate.json"), JSON.stringify({ ...plate, layers }));
});
afterAll(() => rm(folder, { recursive: true }));

/** The brightness in the middle of each frame. */
async function played(frames: number, workers: number): Promise<number[]> {
  const storyboard = storyboardOf(SIZE, [{ setting: "room", time: "night", frames }]);
  const levels: number[] = [];
  for await (const frame of renderFrames({ storyboard, plates: [folder] }, { workers })) {
    levels.push(frame[(30 * 106 + 53) * 4]!);
  }
  return levels;
}

test("a moving layer shows its frames in order, and the last one to the end", async () => {
  const levels = await played(COUNT + 3, 1);
  for (let i = 1; i < COUNT; i++) expect(levels[i]! - levels[i - 1]!).toBeGreaterThan(8);
  for (const level of levels.slice(COUNT)) expect(Math.abs(level - levels[COUNT - 1]!)).toBeLessThan(6);
  expect(await played(COUNT + 3, 3)).toEqual(levels);
});

test("a frame that is lost or damaged is named", async () => {
  const path = join(folder, "5.jpg");
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, 30));
  await expect(played(COUNT, 2)).rejects.toMatchObject({ code: "corrupt-media", message: /5\.jpg/ });
  await rm(path);
  await expect(played(COUNT, 2)).rejects.toMatchObject({ code: "corrupt-media", message: /5\.jpg/ });
  await writeFile(path, bytes);
});
