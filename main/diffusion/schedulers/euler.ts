/** What the two Euler schedulers share. */
import { z } from "zod";
import { NoiseSettings } from "./betas.ts";
import { setting } from "./config.ts";
import { PredictionSettings } from "./prediction.ts";
import { divide, weightedSum } from "./samples.ts";
import { spaceTimesteps } from "./spacing.ts";

/** The fields of their configuration that both know. */
export const EulerSettings = NoiseSettings.extend({
  ...PredictionSettings.shape,
  timestep_spacing: setting(z.enum(["linspace", "leading", "trailing"]), "linspace"),
  steps_offset: setting(z.int().min(0), 0),
});

/** Descending timesteps in f32, fractions and all. */
export function eulerTimesteps(settings: z.infer<typeof EulerSettings>, steps: number): number[] {
  const { timestep_spacing: spacing, num_train_timesteps: trained, steps_offset: offset } = settings;
  return spaceTimesteps({ spacing, steps, trained, offset }).map(Math.fround);
}

/** From `sample` along the line away from `original`, by `change` of sigma. */
export function eulerStep(
  sample: Float32Array,
  original: Float32Array,
  sigma: number,
  change: number,
): Float32Array {
  const derivative = divide(weightedSum([1, sample], [-1, original]), sigma);
  return weightedSum([1, sample], [change, derivative]);
}
