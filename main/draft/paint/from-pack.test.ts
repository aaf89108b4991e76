import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Preview } from "#contract/engine.ts";
import type { PackAbilities } from "#contract/pack.ts";
import { Plate } from "#contract/plate.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { createSurface } from "#native/canvas/index.ts";
import { sizeToAsk } from "./asked.ts";
import { type Diffused, type DiffusionInput, paintWithPack } from "./from-pack.ts";

const PACKS = join(import.meta.dirname, "../../../tests/fixtures/packs");
const SMALL: PackAbilities = { size: { width: 64, height: 64, multiple: 16, fixed: false } };

let root: string;
let engine: Engine;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-pack-"));
  engine = startEngine();
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true });
});

interface Made {
  dir: string;
  plate: Plate;
  diffused: Diffused;
  previews: Preview[];
  fractions: number[];
}

async function make(pack: string, wish: Partial<DiffusionInput> = {}): Promise<Made> {
  const dir = mkdtempSync(join(root, "plate-"));
  const previews: Preview[] = [];
  const fractions: number[] = [];
  const input: DiffusionInput = {
    shot: { setting: "meadow", time: "day", weather: "clear" },
    ...{ size: "640x640", overscan: 1.2, provider: "cpu" },
    ...{ prompt: "a castle", negative: "", seed: 7, steps: 2 },
    ...wish,
    pack: { dir: join(PACKS, pack), abilities: SMALL, ...wish.pack },
  };
  const diffused = await paintWithPack(input, {
    ...{ dir, engine, signal: new AbortController().signal },
    progress: (fraction) => fractions.push(fraction),
    preview: (preview) => previews.push(preview),
  });
  const plate = Plate.parse(JSON.parse(readFileSync(join(dir, "plate.json"), "utf8")));
  return { dir, plate, diffused, previews, fractions };
}

/** A hash over everything in the plate's folder. */
function hashOf({ dir }: Made): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(dir).sort()) hash.update(name).update(readFileSync(join(dir, name)));
  return hash.digest("hex");
}

describe("the size that a pack is asked for", () => {
  it("has the plate's shape, and the pack's own area", () => {
    const free = { width: 512, height: 512, multiple: 64, fixed: false };
    expect(sizeToAsk(free, { width: 1026, height: 576 })).toEqual({ width: 704, height: 384 });
    expect(sizeToAsk(free, { width: 576, height: 1026 })).toEqual({ width: 384, height: 704 });
    expect(sizeToAsk(free, { width: 768, height: 768 })).toEqual({ width: 512, height: 512 });
    const fixed = { ...free, width: 768, fixed: true };
    expect(sizeToAsk(fixed, { width: 1026, height: 576 })).toEqual({ width: 768, height: 512 });
  });
});

describe("an image pack", () => {
  it.each(["854x480", "480x854"] as const)("gives a plate for frames of %s", async (size) => {
    const { plate, diffused } = await make("lcm", { size });
    const [width, height] = size.split("x").map(Number);
    expect(plate.width / width!).toBeCloseTo(1.2, 2);
    expect(plate.height / height!).toBeCloseTo(1.2, 2);
    expect(plate.layers[0]!.box).toMatchObject({ width: plate.width, height: plate.height });
    expect(diffused).toMatchObject({ steps: 2, unread: "" });
  });

  it("gives the same plate for the same seed, another one for another", async () => {
    const [one, two, other] = [await make("lcm"), await make("lcm"), await make("lcm", { seed: 8 })];
    expect(hashOf(two)).toBe(hashOf(one));
    expect(hashOf(other)).not.toBe(hashOf(one));
  });

  it("leaves nothing but the plate, and shows the picture before it is estimated", async () => {
    const fixed = { size: { width: 48, height: 48, multiple: 16, fixed: true } };
    const made = await make("sd-turbo", { pack: { dir: join(PACKS, "sd-turbo"), abilities: fixed } });
    const files = new Set([
      "plate.json",
      ...made.plate.layers.map(({ file }) => file),
      ...Object.values(made.plate.masks),
    ]);
    expect(new Set(readdirSync(made.dir))).toEqual(files);
    expect(made.previews).toMatchObject([{ frame: 0, width: 48, height: 48 }]);
    expect(made.fractions.every((fraction, i) => i === 0 || fraction >= made.fractions[i - 1]!)).toBe(true);
  });

  it("starts from a picture, and keeps the more of it the less its strength", async () => {
    const { canvas, context } = createSurface(90, 70);
    context.fillStyle = "#e07020";
    context.fillRect(0, 0, 90, 70);
    const file = join(root, "orange.png");
    writeFileSync(file, canvas.toBuffer("image/png"));
    const from = (strength: number) => make("sd15", { steps: 4, init: { file, strength } });
    const free = hashOf(await make("sd15", { steps: 4 }));
    const [weak, strong] = [await from(0.25), await from(1)];
    expect(new Set([free, hashOf(weak), hashOf(strong)]).size).toBe(3);
    expect(readdirSync(weak.dir)).not.toContain("init.rgb");
  });
});

describe("a motion pack", () => {
  const motion = { ...SMALL, motion: { frames: 16 } };

  it("gives a plate that moves, with a picture for every frame of the shot", async () => {
    const wish = { pack: { dir: join(PACKS, "motion"), abilities: motion }, motion: { frames: 50 } };
    const made = await make("motion", wish);
    const [layer, ...others] = made.plate.layers;
    expect(others).toEqual([]);
    expect(layer!.frames).toMatchObject({ fps: 24 });
    expect(layer!.frames!.files).toHaveLength(50);
    const there = new Set(readdirSync(made.dir));
    expect(layer!.frames!.files.every((file) => there.has(file))).toBe(true);
    // 50 frames at 24 a second last for 16 and a bit of the pack's eight.
    expect(made.previews.map(({ frame }) => frame)).toEqual(Array.from({ length: 18 }, (_, i) => i));
    expect(hashOf(await make("motion", wish))).toBe(hashOf(made));
  }, 120_000);
});

describe("a pack that fails", () => {
  it("says why, and leaves nothing behind", async () => {
    const before = readdirSync(root);
    await expect(make("nonfinite")).rejects.toMatchObject({
      code: expect.any(String),
      message: /finite|NaN/i,
    });
    const [dir] = readdirSync(root).filter((name) => !before.includes(name));
    expect(readdirSync(join(root, dir!))).toEqual([]);
  });
});
