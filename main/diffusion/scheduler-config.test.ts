import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diffusionDefaults } from "./defaults.ts";
import { type DiffusionLayout, diffusionLayout } from "./layout.ts";
import { createScheduler } from "./schedulers/index.ts";
import { copyOf, onnxStackExport } from "./tests/broken.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-scheduler-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A fixture pack with this scheduler_config.json. */
async function layoutWith(pack: string, config: string): Promise<DiffusionLayout> {
  const dir = copyOf(pack, root);
  writeFileSync(join(dir, "scheduler", "scheduler_config.json"), config);
  return (await diffusionLayout(dir))!;
}

/** scheduler_config.json of early models: of CompVis/stable-diffusion-v1-1, with clip_sample left out. */
const EARLY = {
  ...{ _class_name: "DDIMScheduler", beta_start: 0.00085, beta_end: 0.012, beta_schedule: "scaled_linear" },
  set_alpha_to_one: false,
};

describe("a pack's scheduler", () => {
  it("of early Stable Diffusion starts at 1 and does not clip latents, as diffusers corrects it", async () => {
    for (const old of [EARLY, { ...EARLY, steps_offset: 0, clip_sample: true }]) {
      const { configs } = await layoutWith("sd15", JSON.stringify(old));
      const scheduler = createScheduler(configs.scheduler, { steps: 4 });
      expect(scheduler.timesteps).toEqual([751, 501, 251, 1]);
      // Nothing but the sample, which is larger than a clipped picture could be.
      const far = scheduler.step(Float32Array.of(0), 3, Float32Array.of(5), () => Float32Array.of(0));
      expect(far[0]!).toBeGreaterThan(4.9);
    }
  });

  it.each(["sdxl", "lcm", "motion"])("of %s stays as it is written", async (pack) => {
    const { configs } = await layoutWith(pack, JSON.stringify(EARLY));
    expect(configs.scheduler).toEqual(EARLY);
    const scheduler = createScheduler(configs.scheduler, { steps: 4 });
    expect(scheduler.timesteps).toEqual([750, 500, 250, 0]);
    const near = scheduler.step(Float32Array.of(0), 3, Float32Array.of(5), () => Float32Array.of(0));
    expect(near[0]!).toBeLessThan(1.1);
  });

  it("may hold what Python writes: -Infinity, and null for what is not set", async () => {
    const written = `{
      "_class_name": "DPMSolverMultistepScheduler", "beta_start": 0.00085, "beta_end": 0.012,
      "beta_schedule": "scaled_linear", "lambda_min_clipped": -Infinity, "timestep_spacing": null,
      "rescale_betas_zero_snr": null, "trained_betas": null, "variance_type": null
    }`;
    const layout = await layoutWith("sd15", written);
    expect(layout.configs.scheduler.lambda_min_clipped).toBe(Number.NEGATIVE_INFINITY);
    expect(diffusionDefaults(layout)).toEqual({ steps: 25, guidance: 7.5 });
    expect(createScheduler(layout.configs.scheduler, { steps: 5 }).timesteps).toHaveLength(5);
    await expect(layoutWith("sd15", "{ Infinite }")).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringMatching(/scheduler_config\.json is no JSON/),
    });
  });

  it("is assumed where an export of OnnxStack has none, and only there", async () => {
    const assumed = async (pack: string) => (await diffusionLayout(onnxStackExport(pack, root)))!;
    const trained = { beta_start: 0.00085, beta_end: 0.012, num_train_timesteps: 1000 };
    const motion = await assumed("motion");
    expect(motion.isSchedulerAssumed).toBe(true);
    expect(motion.configs.scheduler).toEqual({
      ...{ _class_name: "LCMScheduler", beta_schedule: "linear" },
      ...trained,
    });
    expect(diffusionDefaults(motion)).toEqual({ steps: 8, guidance: 1 });
    const pictures = { sdxl: "EulerAncestralDiscreteScheduler", lcm: "LCMScheduler" };
    for (const [pack, _class_name] of Object.entries(pictures)) {
      const { configs } = await assumed(pack);
      expect(configs.scheduler).toEqual({ _class_name, beta_schedule: "scaled_linear", ...trained });
    }
    const whole = copyOf("motion", root);
    expect((await diffusionLayout(whole))!.isSchedulerAssumed).toBe(false);
    rmSync(join(whole, "scheduler"), { recursive: true });
    expect(readFileSync(join(whole, "model_index.json"), "utf8")).toContain('"scheduler"');
    await expect(diffusionLayout(whole)).rejects.toThrow(/scheduler_config\.json is missing/);
  });
});
