import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Problem } from "#contract/problem.ts";
import type { Storyboard } from "#contract/storyboard.ts";
import { probeMedia } from "#native/ffmpeg/index.ts";
import { animate, renderFrames } from "./index.ts";
import { cityPlate, seaPlate, woodPlate, writePlate } from "./tests/fixtures/plates.ts";
import { storyboardOf } from "./tests/fixtures/storyboards.ts";

// The contract's sizes are large for a test; any even size will do.
const SIZE = "106x60" as Storyboard["size"];

let folder: string;
let plates: { sea: string; city: string; wood: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "understudy-animate-"));
  plates = { sea: join(folder, "sea"), city: join(folder, "city"), wood: join(folder, "wood") };
  await writePlate(plates.sea, seaPlate(106, 60, 1.3));
  await writePlate(plates.city, cityPlate(106, 60, 1.3));
  await writePlate(plates.wood, woodPlate(106, 60, 1.3));
});
afterAll(() => rm(folder, { recursive: true }));

async function hashes(storyboard: Storyboard, folders: string[], workers: number): Promise<string[]> {
  const found: string[] = [];
  for await (const frame of renderFrames({ storyboard, plates: folders }, { workers })) {
    found.push(createHash("sha256").update(frame).digest("hex"));
  }
  return found;
}

function stage(dir: string, signal = new AbortController().signal) {
  const fractions: number[] = [];
  return { dir, signal, fractions, progress: (fraction: number) => void fractions.push(fraction) };
}

describe("frames", () => {
  const storyboard = storyboardOf(SIZE, [
    { setting: "sea", camera: "orbit", weather: "storm", change: "sun-sinks", frames: 9 },
    { setting: "skyline", time: "night", camera: "push", weather: "snow", frames: 7 },
    { setting: "forest", camera: "tilt-up", season: "autumn", look: "watercolour", frames: 8 },
  ]);

  test("are the same, bit for bit, however many threads draw them", async () => {
    const folders = [plates.sea, plates.city, plates.wood];
    const one = await hashes(storyboard, folders, 1);
    expect(one).toHaveLength(24);
    expect(await hashes(storyboard, folders, 3)).toEqual(one);
    // Everything moves: no two frames are alike.
    expect(new Set(one).size).toBe(24);
  });

  test("differ with the seed", async () => {
    const other = storyboardOf(SIZE, [{ seed: 6, frames: 2 }]);
    const same = storyboardOf(SIZE, [{ seed: 5, frames: 2 }]);
    expect(await hashes(other, [plates.sea], 1)).not.toEqual(await hashes(same, [plates.sea], 1));
  });

  test("of a broken plate are refused with a reason", async () => {
    const broken = join(folder, "broken");
    await writePlate(broken, seaPlate(106, 60, 1.3));
    await truncate(join(broken, "0.rgba.zst"), 40);
    await expect(hashes(storyboardOf(SIZE, [{}]), [broken], 2)).rejects.toThrow(/0\.rgba\.zst/);
    await expect(hashes(storyboardOf(SIZE, [{}]), [join(folder, "none")], 2)).rejects.toBeInstanceOf(Problem);
  });
});

describe("the stage", () => {
  test("makes a silent H.264 picture of exactly the storyboard's frames", async () => {
    const dir = join(folder, "out");
    await mkdir(dir);
    const storyboard = storyboardOf(SIZE, [
      { frames: 17, camera: "pan-left" },
      { frames: 14, setting: "skyline", time: "night" },
    ]);
    const context = stage(dir);
    const output = await animate({ storyboard, plates: [plates.sea, plates.city] }, context);
    expect(output).toEqual({ file: "picture.mp4", frames: 31 });
    expect(context.fractions.at(-1)).toBe(1);
    const media = await probeMedia(join(dir, output.file));
    expect(media.audio).toBeNull();
    expect(media.video).toMatchObject({
      codec: "h264",
      width: 106,
      height: 60,
      pixelFormat: "yuv420p",
      matrix: "bt709",
      primaries: "bt709",
      transfer: "bt709",
      range: "tv",
      frames: 31,
      fps: { num: 24, den: 1 },
      constantRate: true,
    });
  });

  test("says what is wrong with a storyboard that does not fit", async () => {
    const storyboard = storyboardOf(SIZE, [{}, {}]);
    await expect(animate({ storyboard, plates: [plates.sea] }, stage(folder))).rejects.toThrow(
      /2 shots.*1 plate/,
    );
    const gap = { ...storyboard, frames: 60 };
    await expect(
      animate({ storyboard: gap, plates: [plates.sea, plates.sea] }, stage(folder)),
    ).rejects.toThrow(/48 frames/);
  });

  test("stops when it is cancelled, and leaves no picture", async () => {
    const dir = join(folder, "cancelled");
    await mkdir(dir);
    const abort = new AbortController();
    const storyboard = storyboardOf(SIZE, [{ frames: 480 }]);
    const context = stage(dir, abort.signal);
    context.progress = (fraction) => {
      if (fraction > 0.02) abort.abort();
    };
    await expect(animate({ storyboard, plates: [plates.sea] }, context)).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(await readdir(dir)).toEqual([]);
  });
});
