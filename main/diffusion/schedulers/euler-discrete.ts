/**
 * Euler's method on the probability flow: each step goes straight along the
 * predicted noise to the next sigma. Source: "Elucidating the Design Space of
 * Diffusion-Based Generative Models" (arXiv 2206.00364), algorithm 2 without
 * churn, with the parameters of diffusers' EulerDiscreteScheduler.
 */
import { z } from "zod";
import { positiveAlphasCumprod } from "./betas.ts";
import { readConfig, setting } from "./config.ts";
import { EulerSettings, eulerStep, eulerTimesteps } from "./euler.ts";
import { predictOriginalFromSigma } from "./prediction.ts";
import { RespacingSettings, respacedSigmas } from "./respacing.ts";
import { sigmaScaling } from "./scaling.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, skippedSteps } from "./scheduler.ts";
import { sigmasAt, sigmaTable, timestepOfSigma } from "./sigmas.ts";
import { linspace } from "./spacing.ts";

const { fround } = Math;

const Settings = EulerSettings.extend({
  ...RespacingSettings.shape,
  interpolation_type: setting(z.enum(["linear", "log_linear"]), "linear"),
  sigma_min: z.number().positive().nullish(),
  sigma_max: z.number().positive().nullish(),
  timestep_type: setting(z.enum(["discrete", "continuous"]), "discrete"),
  final_sigmas_type: setting(z.enum(["zero", "sigma_min"]), "zero"),
});
type Settings = z.infer<typeof Settings>;

export function eulerDiscrete(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(Settings, config);
  checkRun(options, settings.num_train_timesteps);
  const { timesteps, sigmas } = schedule(settings, options.steps);
  const skipped = skippedSteps(options);
  const sigmaAt = (step: number) => sigmas[skipped + step] as number;

  return {
    name: "EulerDiscreteScheduler",
    timesteps: timesteps.slice(skipped),
    ...sigmaScaling(sigmas, skipped, settings.timestep_spacing),

    step(output, step, sample) {
      const sigma = sigmaAt(step);
      const original = predictOriginalFromSigma(settings.prediction_type, output, sample, sigma);
      return eulerStep(sample, original, sigma, fround(sigmaAt(step + 1) - sigma));
    },
  };
}

/** Timesteps, and sigmas with one more at the end. */
function schedule(settings: Settings, steps: number): { timesteps: number[]; sigmas: Float32Array } {
  const table = sigmaTable(positiveAlphasCumprod(settings));
  const spaced = eulerTimesteps(settings, steps);
  const chosen =
    settings.interpolation_type === "linear"
      ? sigmasAt(table, spaced)
      : logLinearSigmas(table.at(-1) as number, table[0] as number, steps);
  const max = settings.sigma_max ?? (chosen[0] as number);
  const min = settings.sigma_min ?? (chosen.at(-1) as number);
  const respaced = respacedSigmas(settings, max, min, steps);
  const last = settings.final_sigmas_type === "zero" ? 0 : (table[0] as number);
  const sigmas = Float32Array.from([...(respaced ?? chosen), last]);
  if (settings.timestep_type === "continuous" && settings.prediction_type === "v_prediction") {
    const timesteps = [...sigmas.subarray(0, steps)].map((sigma) => fround(0.25 * fround(Math.log(sigma))));
    return { timesteps, sigmas };
  }
  const timesteps = respaced?.map((sigma) => timestepOfSigma(table, sigma)) ?? spaced;
  return { timesteps: timesteps.map(fround), sigmas };
}

/** One more than there are steps, evenly spaced in log sigma over the whole table. */
function logLinearSigmas(max: number, min: number, steps: number): number[] {
  return linspace(Math.log(max), Math.log(min), steps + 1).map(Math.exp);
}
