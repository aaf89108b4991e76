import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { copyOf, retype } from "./tests/broken.ts";
import { PACKS } from "./tests/expectation.ts";

let root: string;
let engine: Engine;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-trial-"));
  engine = startEngine();
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

const tryPack = (packDir: string) => engine.run("try-pack", { packDir, provider: "cpu" });

describe("try-pack", () => {
  it("tells each pack by its graphs", async () => {
    const packs: [pack: string, trial: object][] = [
      ["sd15", { family: "sd", window: null, precision: "float32", guidanceRuns: "batch", steps: 25 }],
      ["sd-turbo", { family: "sd", guidanceRuns: "twice", steps: 4, guidance: 1 }],
      ["lcm", { family: "sd", guidanceRuns: "embedded", steps: 4, guidance: 8.5 }],
      ["sdxl-fp16", { family: "sdxl", precision: "float16", guidanceRuns: "batch" }],
      ["motion", { family: "sd", window: 16, guidanceRuns: "twice", scheduler: "DDIMScheduler" }],
    ];
    for (const [pack, trial] of packs) expect(await tryPack(join(PACKS, pack)), pack).toMatchObject(trial);
  });

  it("finds the sizes that a graph accepts by trying", async () => {
    // Its UNet halves the latent once, which nothing in the pack says.
    expect(await tryPack(join(PACKS, "legacy-vae"))).toMatchObject({ size: { fixed: false, multiple: 16 } });
    const fixed = { width: 48, height: 48, fixed: true };
    expect(await tryPack(join(PACKS, "sd-turbo"))).toMatchObject({ size: fixed });
  });

  it("measures, and describes every part", async () => {
    const trial = await tryPack(join(PACKS, "sdxl"));
    const names = ["text_encoder", "text_encoder_2", "unet", "vae_encoder", "vae_decoder"];
    expect(trial.parts.map(({ name }) => name)).toEqual(names);
    for (const { weightBytes, inputs, outputs } of trial.parts) {
      expect(weightBytes).toBeGreaterThan(1000);
      expect(inputs.length * outputs.length).toBeGreaterThan(0);
    }
    expect(Math.min(trial.stepMs, trial.decodeMs)).toBeGreaterThan(0);
  });

  it("refuses a pack that would fail later", async () => {
    const broken: [dir: string, code: string, message: RegExp][] = [
      [join(PACKS, "fused"), "provider-unavailable", /GroupNorm/],
      [join(PACKS, "nonfinite"), "corrupt-pack", /no numbers at the first step/],
      [root, "bad-input", /no diffusion pack/],
    ];
    const retyped = copyOf("sd15", root);
    retype(join(retyped, "unet", "model.onnx"), "timestep", 2);
    broken.push([retyped, "corrupt-pack", /"timestep" as uint8/]);
    for (const [dir, code, message] of broken) {
      await expect(tryPack(dir)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    }
  });
});
