/** What the multistep solvers DPM-Solver++ and UniPC share: their sigmas, and their samples' scaling. */
import { z } from "zod";
import { NoiseSettings } from "./betas.ts";
import { setting, unusable } from "./config.ts";
import { predictNoise, predictOriginal, ThresholdSettings, threshold } from "./prediction.ts";
import { RespacingSettings } from "./respacing.ts";
import { weightedSum } from "./samples.ts";
import type { Scheduler } from "./scheduler.ts";
import { DynamicShiftSettings } from "./shift.ts";

const { fround } = Math;

export const SolverSettings = NoiseSettings.extend({
  ...ThresholdSettings.shape,
  ...RespacingSettings.shape,
  ...DynamicShiftSettings.shape,
  prediction_type: setting(z.enum(["epsilon", "v_prediction", "sample", "flow_prediction"]), "epsilon"),
  solver_order: setting(z.int().min(1).max(3), 2),
  lower_order_final: setting(z.boolean(), true),
  use_flow_sigmas: setting(z.boolean(), false),
  flow_shift: setting(z.number().positive(), 1),
  final_sigmas_type: setting(z.enum(["zero", "sigma_min"]), "zero"),
  timestep_spacing: setting(z.enum(["linspace", "leading", "trailing"]), "linspace"),
  steps_offset: setting(z.int().min(0), 0),
});
export type SolverSettings = z.infer<typeof SolverSettings>;

/** A place on a run's way: a sample there is alpha x picture + sigma x noise, and lambda = ln(alpha / sigma). */
export interface Level {
  alpha: number;
  sigma: number;
  lambda: number;
}

/** What a solver extrapolates from step to step: the predicted picture, or the predicted noise. */
export type Unknown = "picture" | "noise";

/**
 * Throws Problem "corrupt-pack" for settings that make no sense together, of a solver for `unknown`.
 * Where noise is extrapolated, the last step cannot end without any: its size there is infinite.
 */
export function requireSolvable(settings: SolverSettings, unknown: Unknown): void {
  const isFlow = settings.prediction_type === "flow_prediction";
  if (isFlow && !settings.use_flow_sigmas) throw unusable("flow_prediction needs use_flow_sigmas");
  if (unknown === "picture") return;
  if (isFlow) throw unusable("flow_prediction needs a solver of the picture, not of the noise");
  if (settings.final_sigmas_type === "sigma_min") return;
  throw unusable('a solver of the noise needs the final_sigmas_type "sigma_min"');
}

/**
 * The level at a schedule's sigma, which is the noise over the picture, or of flow matching the noise's share;
 * lambda is infinite where there is no noise. alpha and sigma are of f32, as the reference's: it
 * divides by alpha, which is tiny at the start.
 */
export function levelOf(sigma: number, { use_flow_sigmas: isFlow }: SolverSettings): Level {
  if (isFlow) {
    const alpha = fround(1 - sigma);
    return { alpha, sigma, lambda: Math.log(alpha) - Math.log(sigma) };
  }
  const alpha = fround(1 / fround(Math.sqrt(fround(fround(sigma ** 2) + 1))));
  return { alpha, sigma: fround(sigma * alpha), lambda: -Math.log(sigma) };
}

/** Picture and noise with their places exchanged: what solves for the one there, solves for the other here. */
export function exchanged({ alpha, sigma, lambda }: Level): Level {
  return { alpha: sigma, sigma: alpha, lambda: -lambda };
}

/** What the model says at `level` of what the solver extrapolates. */
export function predictUnknown(
  settings: SolverSettings,
  unknown: Unknown,
  output: Float32Array,
  sample: Float32Array,
  { alpha, sigma }: Level,
): Float32Array {
  const prediction = settings.prediction_type;
  if (unknown === "picture") {
    return threshold(predictOriginal(prediction, output, sample, alpha, sigma), settings);
  }
  const noise = predictNoise(prediction, output, sample, alpha, sigma);
  if (!settings.thresholding) return noise;
  const original = threshold(predictOriginal("epsilon", noise, sample, alpha, sigma), settings);
  return predictNoise("sample", original, sample, alpha, sigma);
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
