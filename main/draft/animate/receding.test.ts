import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CAMERA_MOVES } from "#contract/scenery.ts";
import { createSurface } from "#native/canvas/index.ts";
import { wholeCell } from "./cells.ts";
import { readManifest } from "./manifest.ts";
import { type LoadedPlate, loadPlate } from "./plate.ts";
import { depthAt, drawReceding } from "./receding.ts";
import { Space } from "./space.ts";
import { drawCell } from "./still.ts";
import { writePlate } from "./tests/fixtures/plates.ts";

const [WIDTH, HEIGHT] = [120, 80];

let folder: string;
let loaded: LoadedPlate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "understudy-receding-"));
  await writePlate(folder, {
    width: WIDTH,
    height: HEIGHT,
    overscan: 1.3,
    layers: [
      {
        ...{ name: "ground", role: "land", depth: 0.3 },
        paint: (x, y, out) => {
          out.fill(1);
          out[0] = 0.5 + 0.4 * Math.sin(x * 9);
          out[1] = 0.5 + 0.4 * Math.sin(y * 11);
        },
      },
    ],
  });
  loaded = await loadPlate(await readManifest(folder));
});
afterAll(() => rm(folder, { recursive: true }));

function drawn(camera: (typeof CAMERA_MOVES)[number], frame: number, depths?: [number, number]): Uint8Array {
  const space = new Space({ width: WIDTH, height: HEIGHT, fps: 24 }, loaded.plate, {
    ...{ camera, frames: 240, phase: 2 },
  });
  const surface = createSurface(WIDTH, HEIGHT);
  const cell = wholeCell(loaded.layers[0]!);
  const moment = space.momentOf(frame);
  if (depths === undefined) {
    drawCell(surface.context, cell, space.place(moment, 0.3));
  } else {
    const recedes = depths.map((depth, i) => ({ y: i * loaded.plate.height, depth }));
    drawReceding(surface.context, cell, recedes, space, moment);
  }
  return surface.canvas.data();
}

describe("a layer that recedes", () => {
  test("has the depth of the points between which a row lies", () => {
    const recedes = [
      { y: 10, depth: 0.1 },
      { y: 20, depth: 0.2 },
      { y: 40, depth: 0.6 },
    ];
    expect([0, 10, 15, 20, 30, 40, 90].map((y) => +depthAt(recedes, y).toFixed(6))).toEqual([
      0.1, 0.1, 0.15, 0.2, 0.4, 0.6, 0.6,
    ]);
  });

  test("that leans nowhere is drawn as one at that depth", () => {
    for (const camera of ["pan-left", "push", "tilt-up"] as const) {
      const [flat, rows] = [drawn(camera, 200), drawn(camera, 200, [0.3, 0.3])];
      let sum = 0;
      for (let i = 0; i < flat.length; i++) sum += Math.abs(flat[i]! - rows[i]!);
      expect(sum / flat.length).toBeLessThan(1);
    }
  });

  test("covers the frame in every camera move", () => {
    for (const camera of CAMERA_MOVES) {
      for (const frame of [0, 120, 239]) {
        const pixels = drawn(camera, frame, [0.05, 0.7]);
        expect(pixels.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
      }
    }
  });

  test("moves more at its foot than at its top", () => {
    const shiftOf = (row: number) => {
      const [a, b] = [drawn("pan-left", 0, [0, 0.8]), drawn("pan-left", 239, [0, 0.8])];
      const red = (pixels: Uint8Array, x: number) => pixels[(row * WIDTH + x) * 4]!;
      const errors = Array.from({ length: 50 }, (_, shift) => {
        let error = 0;
        for (let x = 0; x < WIDTH - 50; x++) error += Math.abs(red(a, x) - red(b, x + shift));
        return error;
      });
      return errors.indexOf(Math.min(...errors));
    };
    expect(shiftOf(HEIGHT - 4)).toBeGreaterThan(shiftOf(3) + 3);
  });
});
