/**
 * Denoising Diffusion Implicit Models (arXiv 2010.02502), equation 12 with
 * eta = 0: no noise is added. Parameters of diffusers' DDIMScheduler.
 */
import { z } from "zod";
import { alphasCumprod, NoiseSettings } from "./betas.ts";
import { readConfig, setting, unusable } from "./config.ts";
import {
  ClipSettings,
  clipOriginal,
  PredictionSettings,
  predictNoise,
  predictOriginal,
} from "./prediction.ts";
import { weightedSum } from "./samples.ts";
import { alphaScaling, proportions } from "./scaling.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, skippedSteps } from "./scheduler.ts";
import { roundHalfEven, spaceTimesteps } from "./spacing.ts";

const Settings = NoiseSettings.extend({
  ...PredictionSettings.shape,
  ...ClipSettings.shape,
  clip_sample: setting(z.boolean(), true),
  set_alpha_to_one: setting(z.boolean(), true),
  timestep_spacing: setting(z.enum(["linspace", "leading", "trailing"]), "leading"),
  steps_offset: setting(z.int().min(0), 0),
});

export function ddim(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(Settings, config);
  const { num_train_timesteps: trained, timestep_spacing: spacing, steps_offset: offset } = settings;
  checkRun(options, trained);
  const alphas = alphasCumprod(settings);
  const timesteps = spaceTimesteps({ spacing, steps: options.steps, trained, offset })
    .map(roundHalfEven)
    .slice(skippedSteps(options));
  if (alphas[timesteps[0] as number] === 0 && settings.prediction_type === "epsilon") {
    throw unusable("prediction_type: from pure noise, epsilon tells nothing of the picture");
  }
  const stride = Math.floor(trained / options.steps);
  const lastAlpha = settings.set_alpha_to_one ? 1 : (alphas[0] as number);

  return {
    name: "DDIMScheduler",
    timesteps,
    ...alphaScaling(alphas[timesteps[0] as number] as number),

    step(output, step, sample) {
      const timestep = timesteps[step] as number;
      const { picture, noise } = proportions(alphas[timestep] as number);
      const previous = proportions(alphas[timestep - stride] ?? lastAlpha);
      const prediction = settings.prediction_type;
      const original = predictOriginal(prediction, output, sample, picture, noise);
      const residue = predictNoise(prediction, output, sample, picture, noise);
      return weightedSum([previous.picture, clipOriginal(original, settings)], [previous.noise, residue]);
    },
  };
}
