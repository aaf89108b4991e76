/** What the multistep solvers DPM-Solver++ and UniPC share: their sigmas, and their samples' scaling. */
import { z } from "zod";
import { NoiseSettings } from "./betas.ts";
import { setting, unsupported } from "./config.ts";
import { PredictionSettings, ThresholdSettings } from "./prediction.ts";
import { weightedSum } from "./samples.ts";
import type { Scheduler } from "./scheduler.ts";

const { fround } = Math;

export const SolverSettings = NoiseSettings.extend({
  ...PredictionSettings.shape,
  ...ThresholdSettings.shape,
  solver_order: setting(z.int().min(1).max(3), 2),
  lower_order_final: setting(z.boolean(), true),
  use_karras_sigmas: setting(z.boolean(), false),
  use_exponential_sigmas: setting(z.boolean(), false),
  use_beta_sigmas: unsupported("use_beta_sigmas"),
  use_flow_sigmas: unsupported("use_flow_sigmas"),
  final_sigmas_type: setting(z.enum(["zero", "sigma_min"]), "zero"),
  timestep_spacing: setting(z.enum(["linspace", "leading", "trailing"]), "linspace"),
  steps_offset: setting(z.int().min(0), 0),
});

/** A place on a run's way: a sample there is alpha x picture + sigma x noise, and lambda = ln(alpha / sigma). */
export interface Level {
  alpha: number;
  sigma: number;
  lambda: number;
}

/**
 * The level at which the noise over the picture is `ratio`; lambda is infinite
 * where there is no noise. alpha and sigma are of f32, as the reference's: it
 * divides by alpha, which is tiny at the start.
 */
export function levelOf(ratio: number): Level {
  const alpha = fround(1 / fround(Math.sqrt(fround(fround(ratio ** 2) + 1))));
  return { alpha, sigma: fround(ratio * alpha), lambda: -Math.log(ratio) };
}

/** What a solver's scheduler does besides stepping, from its first level on. */
export function solverScaling(
  first: Level,
): Pick<Scheduler, "initNoiseSigma" | "scaleModelInput" | "addNoise"> {
  return {
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample.slice(),
    addNoise: (original, noise) => weightedSum([first.alpha, original], [first.sigma, noise]),
  };
}
