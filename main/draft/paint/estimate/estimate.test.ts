/** The painter knows the truth about its pictures: flattened to one picture, they are what is estimated. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Plate } from "#contract/plate.ts";
import { Shot } from "#contract/storyboard.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { type Estimate, estimate, type Picture, writeEstimate } from "./index.ts";
import { type Plane, plane } from "./raster.ts";

const PACK = join(import.meta.dirname, "../../../../assets/backlot");
const OVERSCAN = 1.2;

let root: string;
let engine: Engine;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-estimate-"));
  engine = startEngine();
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true });
});

interface Truth {
  shot: Shot;
  plate: Plate;
  picture: Picture;
  /** Depth of the layer that is seen. */
  depth: Plane;
  mask(name: "sky" | "water"): Uint8Array;
}

async function paint(words: Partial<Shot>): Promise<Truth> {
  const shot = Shot.parse({
    ...{ start: 0, frames: 1, seed: 11, setting: "sea", time: "day", weather: "clear", season: "summer" },
    ...{ look: "realistic", mood: "calm", camera: "push", colour: null, change: null },
    ...words,
  });
  const dir = mkdtempSync(join(root, "truth-"));
  const input = { packDir: PACK, shot, size: "640x640", overscan: OVERSCAN, provider: "cpu" } as const;
  const plate = await engine.run("paint", { ...input, outDir: dir });
  const unpack = (file: string) => zstdDecompressSync(readFileSync(join(dir, file)));
  const layers = plate.layers.map(({ file, ...layer }) => ({ ...layer, rgba: unpack(file) }));
  return { shot, plate, ...flatten(plate, layers), mask: (name) => unpack(plate.masks[name]) };
}

function flatten(
  { width, height }: { width: number; height: number },
  layers: readonly (Pick<Plate["layers"][number], "box" | "blend" | "depth"> & { rgba: Uint8Array })[],
): { picture: Picture; depth: Plane } {
  const rgb = new Float32Array(width * height * 3);
  const depth = plane(width, height);
  for (const { box, blend, depth: distance, rgba } of layers) {
    for (let y = 0, from = 0; y < box.height; y++) {
      for (let x = 0; x < box.width; x++, from += 4) {
        const to = (y + box.y) * width + x + box.x;
        const alpha = rgba[from + 3]! / 255;
        for (let c = 0; c < 3; c++) {
          const under = blend === "add" ? rgb[to * 3 + c]! : rgb[to * 3 + c]! * (1 - alpha);
          rgb[to * 3 + c] = Math.min(255, under + rgba[from + c]! * alpha);
        }
        if (blend === "normal") depth.values[to]! += (distance - depth.values[to]!) * alpha;
      }
    }
  }
  return { picture: { width, height, rgb: Uint8Array.from(rgb, Math.round) }, depth };
}

/** Share of what either mask has that both have. */
function overlap(estimated: Plane, truth: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    const [a, b] = [estimated.values[i]! > 0.5, truth[i]! > 127];
    if (a && b) both++;
    if (a || b) either++;
  }
  return both / Math.max(1, either);
}

/** Mean and largest difference, of 255, between a picture and the layers over each other. */
function restError(picture: Picture, layers: Estimate["layers"]): { mean: number; most: number } {
  const box = { x: 0, y: 0, width: picture.width, height: picture.height };
  const specs = layers.map(({ pixels, depth }) => ({ box, blend: "normal" as const, depth, rgba: pixels }));
  const { rgb } = flatten(picture, specs).picture;
  let [sum, most] = [0, 0];
  for (let i = 0; i < rgb.length; i++) {
    const difference = Math.abs(rgb[i]! - picture.rgb[i]!);
    sum += difference;
    most = Math.max(most, difference);
  }
  return { mean: sum / rgb.length, most };
}

describe.each([
  { setting: "sea", time: "day", sky: 0.95, water: 0.75, astray: 0.02 },
  { setting: "desert", time: "dusk", sky: 0.8, water: 0, astray: 0.03 },
  { setting: "mountain-lake", time: "night", sky: 0.8, water: 0.4, astray: 0.07 },
] as const)("of a picture of a $setting at $time", ({ setting, time, sky, water, astray }) => {
  let truth: Truth;
  let found: Estimate;
  beforeAll(async () => {
    truth = await paint({ setting, time });
    const { picture, shot } = truth;
    found = estimate({ picture, shot, aspect: 1, overscan: OVERSCAN });
  });

  it("finds the horizon, and where people can stand", () => {
    const { ground } = truth.plate;
    expect(Math.abs(found.ground.horizon - ground.horizon)).toBeLessThan(astray);
    expect(Math.abs(found.ground.far - ground.far)).toBeLessThan(astray + 0.03);
    expect(Math.abs(found.ground.nearHeight - ground.nearHeight)).toBeLessThan(0.2);
  });

  it("finds sky and water", () => {
    expect(overlap(found.masks.sky, truth.mask("sky"))).toBeGreaterThan(sky);
    if (water > 0) expect(overlap(found.masks.water, truth.mask("water"))).toBeGreaterThan(water);
    else expect(found.masks.water.values.some((value) => value > 0)).toBe(false);
  });

  it("finds the sun or the moon, and their colour", () => {
    const { light } = truth.plate;
    expect(Math.hypot(found.light.x - light.x, found.light.y - light.y)).toBeLessThan(0.12);
    for (const c of [0, 1, 2]) expect(Math.abs(found.light.colour[c]! - light.colour[c]!)).toBeLessThan(0.25);
  });

  it("gives layers that at rest are the picture", () => {
    expect(found.layers.map(({ role }) => role)).toEqual(["sky", "land"]);
    const { mean, most } = restError(truth.picture, found.layers);
    expect(mean).toBeLessThan(0.2);
    expect(most).toBeLessThan(16);
  });

  it("shows no land in the sky behind it", () => {
    const { pixels } = found.layers[0]!;
    const { width, height } = truth.picture;
    // Filled in from the sky, the foot of the sky's layer is as smooth as a sky.
    const row = Math.round(height * 0.95) * width;
    for (let x = 1; x < width; x++) {
      expect(Math.abs(pixels[(row + x) * 4 + 1]! - pixels[(row + x - 1) * 4 + 1]!)).toBeLessThan(8);
    }
  });
});

describe("with a depth map", () => {
  it("cuts the land into layers at the depths that the map has", async () => {
    const truth = await paint({ setting: "forest", time: "dawn" });
    const { picture, shot, depth } = truth;
    const found = estimate({ picture, shot, aspect: 1, overscan: OVERSCAN, depth });
    const depths = found.layers.filter(({ role }) => role !== "sky").map((layer) => layer.depth);
    expect(depths.length).toBeGreaterThan(1);
    expect(depths).toEqual(depths.toSorted((a, b) => a - b));
    expect(restError(picture, found.layers).mean).toBeLessThan(0.5);
  });
});

describe("what shines", () => {
  /** Patches of one colour, scattered over a dark wood. */
  function patches(colour: readonly [number, number, number], time: Shot["time"]): number {
    const [width, height] = [240, 160];
    const rgb = new Uint8Array(width * height * 3).fill(40);
    for (let i = 0; i < width * height; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (x % 24 < 5 && y % 20 < 5) rgb.set(colour, i * 3);
    }
    const shot = { setting: "autumn-wood", time, weather: "clear" } as const;
    const { masks } = estimate({ picture: { width, height, rgb }, shot, aspect: 1.5, overscan: 1.2 });
    return masks.emitters.values.reduce((sum, value) => sum + value, 0) / (width * height);
  }

  it("are lamps and neon in the dark, and by day no leaves", () => {
    expect(patches([250, 140, 30], "night")).toBeGreaterThan(0.02);
    expect(patches([250, 140, 30], "day")).toBe(0);
    expect(patches([255, 255, 250], "day")).toBeGreaterThan(0.02);
  });
});

describe("the plate on disk", () => {
  it("is a plate by the contract, the same for the same picture", async () => {
    const { picture, shot } = await paint({ setting: "beach", time: "dusk" });
    const [one, two] = ["one", "two"].map(() => mkdtempSync(join(root, "plate-")));
    const input = { picture, shot, aspect: 1, overscan: OVERSCAN };
    const plate = await writeEstimate(input, one!);
    expect(await writeEstimate(input, two!)).toEqual(plate);
    expect(Plate.parse(JSON.parse(readFileSync(join(one!, "plate.json"), "utf8")))).toEqual(plate);
    expect(plate.layers.map(({ role }) => role)).toEqual(["sky", "land", "water"]);
    for (const { file } of plate.layers) {
      expect(readFileSync(join(two!, file)).equals(readFileSync(join(one!, file)))).toBe(true);
    }
  });

  it("can be made of any picture, even of one colour", () => {
    for (const value of [0, 128, 255]) {
      for (const setting of ["sea", "street", "room", "space"] as const) {
        const picture = { width: 64, height: 40, rgb: new Uint8Array(64 * 40 * 3).fill(value) };
        const shot = { setting, time: "day", weather: "clear" } as const;
        const { ground, light, layers } = estimate({ picture, shot, aspect: 1.6, overscan: 1.2 });
        const numbers = [ground.horizon, ground.far, light.x, light.y, light.intensity, ...light.colour];
        expect(numbers.every(Number.isFinite)).toBe(true);
        expect(restError(picture, layers).most).toBe(0);
      }
    }
  });
});
