import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Size } from "#contract/draft.ts";
import { Plate } from "#contract/plate.ts";
import { LOOKS, SEASONS, SETTINGS, TIMES, WEATHERS } from "#contract/scenery.ts";
import { Shot } from "#contract/storyboard.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";

const PACK = join(import.meta.dirname, "../../../assets/backlot");
/** Debian's Chromium brings a software Vulkan device. */
const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";

let root: string;
let engine: Engine;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-paint-"));
  engine = startEngine();
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true });
});

const BASE = {
  ...{ start: 0, frames: 240, seed: 7, setting: "sea", time: "day", weather: "clear", season: "summer" },
  ...{ look: "realistic", mood: "calm", camera: "push", colour: null, change: null },
};

interface Painted {
  dir: string;
  plate: Plate;
}

async function painted(words: object, size: Size = "640x640", packDir = PACK): Promise<Painted> {
  const dir = mkdtempSync(join(root, "plate-"));
  const shot = Shot.parse({ ...BASE, ...words });
  const input = { packDir, shot, size, overscan: 1.2, provider: "cpu" as const, outDir: dir };
  const plate = await engine.run("paint", input);
  return { dir, plate };
}

function bytes({ dir }: Painted, file: string): Buffer {
  return zstdDecompressSync(readFileSync(join(dir, file)));
}

describe.each(SETTINGS)("the setting %s", (setting) => {
  const index = SETTINGS.indexOf(setting);

  it("fills the whole plate with 4 to 8 layers, light and ground", async () => {
    const words = {
      setting,
      time: TIMES[index % TIMES.length],
      weather: WEATHERS[(index * 5) % WEATHERS.length],
      season: SEASONS[(index >> 2) % SEASONS.length],
      look: LOOKS[index % LOOKS.length],
    };
    const result = await painted(words);
    const { plate } = result;
    expect(Plate.parse(JSON.parse(readFileSync(join(result.dir, "plate.json"), "utf8")))).toEqual(plate);
    expect(plate.layers.length).toBeGreaterThanOrEqual(4);
    expect(plate.layers.length).toBeLessThanOrEqual(8);

    const [sky] = plate.layers;
    expect(sky!.box).toEqual({ x: 0, y: 0, width: plate.width, height: plate.height });
    const rgba = bytes(result, sky!.file);
    const holes = rgba.filter((value, i) => i % 4 === 3 && value !== 255);
    expect(holes.length).toBe(0);

    const { ground, light } = plate;
    expect(ground.far).toBeLessThan(ground.near);
    expect(ground.farHeight).toBeGreaterThan(0);
    expect(ground.farHeight).toBeLessThanOrEqual(ground.nearHeight);
    expect(Math.max(...light.colour)).toBeGreaterThan(0.05);
  });

  it("has another layout for another seed", async () => {
    const [one, two] = [await painted({ setting, seed: 1 }), await painted({ setting, seed: 2 })];
    const difference = meanDifference(flat(one), flat(two));
    expect(difference).toBeGreaterThan(6); // of 255
  });
});

describe("paint", () => {
  it("paints the same for the same shot", async () => {
    const [one, two] = [await painted({ time: "dusk" }), await painted({ time: "dusk" })];
    expect(two.plate).toEqual(one.plate);
    for (const { file } of one.plate.layers) expect(bytes(two, file).equals(bytes(one, file))).toBe(true);
  });

  it("paints every size", async () => {
    for (const size of ["854x480", "480x854"] as const) {
      const { plate } = await painted({}, size);
      const [width, height] = size.split("x").map(Number);
      expect(plate.width / width!).toBeCloseTo(1.2, 2);
      expect(plate.height / height!).toBeCloseTo(1.2, 2);
    }
  });

  it("restyles by the look, and tints by the colour word", async () => {
    const plain = flat(await painted({ time: "dusk" }));
    for (const look of LOOKS.filter((name) => name !== "realistic")) {
      expect(meanDifference(plain, flat(await painted({ time: "dusk", look })))).toBeGreaterThan(4);
    }
    const green = flat(await painted({ time: "dusk", colour: "green" }));
    expect(meanOf(green, 1) - meanOf(green, 0)).toBeGreaterThan(meanOf(plain, 1) - meanOf(plain, 0) + 20);
  });

  it("darkens with the night", async () => {
    const [day, night] = [flat(await painted({})), flat(await painted({ time: "night" }))];
    expect(meanOf(night, 1)).toBeLessThan(meanOf(day, 1) * 0.4);
  });

  it("marks the water below the horizon, and the sky above", async () => {
    const result = await painted({});
    const { plate } = result;
    const [sky, water] = [bytes(result, plate.masks.sky), bytes(result, plate.masks.water)];
    const rowOf = (y: number) => Math.round((y - 0.5) * 640 + plate.height / 2) * plate.width;
    const below = rowOf(plate.ground.horizon + 0.03) + plate.width / 2;
    const above = rowOf(plate.ground.horizon - 0.3) + plate.width / 2;
    expect([sky[above], water[above]]).toEqual([255, 0]);
    expect([sky[below], water[below]]).toEqual([0, 255]);
  });

  it("names what is missing from a broken pack", async () => {
    await expect(painted({}, "640x640", root)).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringContaining("sea.json"),
    });
  });

  it.skipIf(!existsSync(SWIFTSHADER))(
    "paints the same layers on WebGPU as on the CPU, within 1e-3",
    async () => {
      const script = join(import.meta.dirname, "tests/compare-providers.ts");
      const graph = join(PACK, "painter/sea.onnx");
      const { stdout } = await promisify(execFile)(process.execPath, [script, graph], {
        env: { ...process.env, VK_ICD_FILENAMES: SWIFTSHADER },
      });
      const differences = JSON.parse(stdout);
      expect(Object.keys(differences).sort()).toEqual(["ground", "layers", "light", "masks"]);
      for (const difference of Object.values(differences)) expect(difference).toBeLessThan(1e-3);
    },
    240_000,
  );
});

/** The layers over each other: RGB of the whole plate. */
function flat(result: Painted): Float32Array {
  const { plate } = result;
  const rgb = new Float32Array(plate.width * plate.height * 3);
  for (const { file, box, blend } of plate.layers) {
    const rgba = bytes(result, file);
    for (let row = 0, at = 0; row < box.height; row++) {
      let out = ((row + box.y) * plate.width + box.x) * 3;
      for (let column = 0; column < box.width; column++, at += 4, out += 3) {
        const alpha = rgba[at + 3]! / 255;
        for (let c = 0; c < 3; c++) {
          const light = rgba[at + c]! * alpha;
          rgb[out + c] = blend === "add" ? rgb[out + c]! + light : rgb[out + c]! * (1 - alpha) + light;
        }
      }
    }
  }
  return rgb;
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}

function meanOf(rgb: Float32Array, channel: number): number {
  let sum = 0;
  for (let i = channel; i < rgb.length; i += 3) sum += rgb[i]!;
  return (sum / rgb.length) * 3;
}
