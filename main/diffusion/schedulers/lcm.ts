/**
 * Latent Consistency Models (arXiv 2310.04378): the model jumps to the picture
 * at once, and noise takes it back to the next timestep. Parameters of
 * diffusers' LCMScheduler.
 */
import { z } from "zod";
import { Problem } from "#contract/problem.ts";
import { alphasCumprod, NoiseSettings } from "./betas.ts";
import { readConfig, setting, unusable } from "./config.ts";
import { ClipSettings, clipOriginal, PredictionSettings, predictOriginal } from "./prediction.ts";
import { weightedSum } from "./samples.ts";
import { alphaScaling, proportions } from "./scaling.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, noStepLeft } from "./scheduler.ts";

const Settings = NoiseSettings.extend({
  ...PredictionSettings.shape,
  ...ClipSettings.shape,
  beta_start: setting(z.number().positive().max(1), 0.00085),
  beta_end: setting(z.number().positive().max(1), 0.012),
  beta_schedule: setting(z.enum(["linear", "scaled_linear", "squaredcos_cap_v2"]), "scaled_linear"),
  original_inference_steps: setting(z.int().min(1), 50),
  timestep_scaling: setting(z.number().positive(), 10),
});
type Settings = z.infer<typeof Settings>;

/** The standard deviation of pictures that the consistency model's boundary condition assumes. */
const DATA_DEVIATION = 0.5;

export function lcm(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(Settings, config);
  checkRun(options, settings.num_train_timesteps);
  const alphas = alphasCumprod(settings);
  const timesteps = distilledTimesteps(settings, options);
  const alphaAt = (step: number) => alphas[timesteps[step] as number] as number;

  return {
    name: "LCMScheduler",
    timesteps,
    ...alphaScaling(alphaAt(0)),

    step(output, step, sample, noise) {
      const now = proportions(alphaAt(step));
      const original = predictOriginal(settings.prediction_type, output, sample, now.picture, now.noise);
      const { skip, out } = boundary((timesteps[step] as number) * settings.timestep_scaling);
      const denoised = weightedSum([out, clipOriginal(original, settings)], [skip, sample]);
      if (step === timesteps.length - 1) return denoised;
      const next = proportions(alphaAt(step + 1));
      return weightedSum([next.picture, denoised], [next.noise, noise()]);
    },
  };
}

/** Weights of the sample and of the predicted picture: at time 0 the sample is the picture. */
function boundary(time: number): { skip: number; out: number } {
  const variance = DATA_DEVIATION ** 2;
  return { skip: variance / (time ** 2 + variance), out: time / Math.sqrt(time ** 2 + variance) };
}

/**
 * Timesteps out of those that the model was distilled on. Strength cuts the
 * distilled ones rather than the steps: all steps are taken, from a lower start.
 */
function distilledTimesteps(settings: Settings, { steps, strength = 1 }: RunOptions): number[] {
  const { num_train_timesteps: trained, original_inference_steps: original } = settings;
  if (original > trained) {
    throw unusable(`original_inference_steps is ${original}, and num_train_timesteps only ${trained}`);
  }
  const stride = Math.floor(trained / original);
  const reached = Math.floor(original * strength);
  if (reached < 1) throw noStepLeft(original, strength);
  if (steps > reached) {
    throw new Problem(
      "bad-input",
      `This pack takes ${reached} steps at most${strength < 1 ? ` at strength ${strength}` : ""}, not ${steps}.`,
      `Ask for ${reached} steps or fewer; such packs need 1 to 8.`,
      { text: { key: "steps-most", values: { most: reached } } },
    );
  }
  const falling = Array.from({ length: reached }, (_, i) => (reached - i) * stride - 1);
  return Array.from({ length: steps }, (_, i) => falling[Math.floor(i * (reached / steps))] as number);
}
