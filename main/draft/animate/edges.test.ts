/** What the camera's own test proves with numbers, seen in pixels, with the layers' own motion on top. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LayerRole } from "#contract/plate.ts";
import { CAMERA_MOVES } from "#contract/scenery.ts";
import { createSurface } from "#native/canvas/index.ts";
import { layerElement } from "./layers.ts";
import { lightCourse } from "./light.ts";
import { readManifest } from "./manifest.ts";
import { loadPlate } from "./plate.ts";
import { windOf } from "./scenery.ts";
import { Space } from "./space.ts";
import { writePlate } from "./tests/fixtures/plates.ts";
import { shotOf } from "./tests/fixtures/storyboards.ts";

const SIZES = [
  [106, 60],
  [60, 106],
  [80, 80],
] as const;
const OVERSCANS = [1.12, 1.4];
const ROLES: LayerRole[] = ["sky", "far", "near", "water", "cloud"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "understudy-edges-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(SIZES)("at %dx%d", (width, height) => {
  test.each(OVERSCANS)("no opaque layer shows its edge with overscan %d", async (overscan) => {
    const dir = join(folder, `${width}-${height}-${overscan}`);
    await writePlate(dir, {
      width,
      height,
      overscan,
      layers: [{ name: "all", role: "sky", depth: 0, paint: (_x, _y, out) => out.fill(1) }],
    });
    const loaded = await loadPlate(await readManifest(dir));
    const surface = createSurface(width, height);
    for (const camera of CAMERA_MOVES) {
      const shot = shotOf({ camera, weather: "storm", setting: "sea", frames: 240 });
      const space = new Space({ width, height, fps: 24 }, loaded.plate, { camera, frames: 240, phase: 2 });
      const scenery = {
        shot,
        loaded,
        space,
        light: lightCourse(shot, loaded.plate),
        wind: windOf(shot),
        scratch: createSurface(width, height),
        sounds: [],
      };
      for (const role of ROLES) {
        for (const depth of role === "cloud" ? [0, 0.1] : [0, 0.5, 1]) {
          const element = layerElement({ ...loaded.layers[0]!, role, depth }, scenery);
          for (const frame of [0, 120, 239]) {
            surface.context.clearRect(0, 0, width, height);
            surface.context.save();
            element.draw(surface.context, space.momentOf(frame));
            surface.context.restore();
            // Clouds are two groups that pass each other: thin in places, but never cut off at the border.
            const least = role === "cloud" ? 60 : 255;
            const found = leastBorderAlpha(surface.canvas.data(), width, height);
            expect(found, `${camera} ${role} at depth ${depth}, frame ${frame}`).toBeGreaterThanOrEqual(
              least,
            );
          }
        }
      }
    }
  });
});

function leastBorderAlpha(pixels: Uint8Array, width: number, height: number): number {
  let least = 255;
  const look = (x: number, y: number) => {
    least = Math.min(least, pixels[(y * width + x) * 4 + 3]!);
  };
  for (let x = 0; x < width; x++) {
    look(x, 0);
    look(x, height - 1);
  }
  for (let y = 0; y < height; y++) {
    look(0, y);
    look(width - 1, y);
  }
  return least;
}
