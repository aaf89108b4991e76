/**
 * Euler's method that overshoots to a smaller sigma and adds fresh noise up to
 * the next one. Source: ancestral sampling after "Denoising Diffusion
 * Probabilistic Models" (arXiv 2006.11239) in the sigmas of arXiv 2206.00364,
 * with the parameters of diffusers' EulerAncestralDiscreteScheduler.
 */
import { positiveAlphasCumprod } from "./betas.ts";
import { readConfig } from "./config.ts";
import { EulerSettings, eulerStep, eulerTimesteps } from "./euler.ts";
import { predictOriginalFromSigma } from "./prediction.ts";
import { weightedSum } from "./samples.ts";
import { sigmaScaling } from "./scaling.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, skippedSteps } from "./scheduler.ts";
import { sigmasAt, sigmaTable } from "./sigmas.ts";

const { fround } = Math;

export function eulerAncestral(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(EulerSettings, config);
  checkRun(options, settings.num_train_timesteps);
  const timesteps = eulerTimesteps(settings, options.steps);
  const table = sigmaTable(positiveAlphasCumprod(settings));
  const sigmas = Float32Array.from([...sigmasAt(table, timesteps), 0]);
  const skipped = skippedSteps(options);

  return {
    name: "EulerAncestralDiscreteScheduler",
    timesteps: timesteps.slice(skipped),
    ...sigmaScaling(sigmas, skipped, settings.timestep_spacing),

    step(output, step, sample, noise) {
      const sigma = sigmas[skipped + step] as number;
      const next = sigmas[skipped + step + 1] as number;
      const { up, down } = ancestral(sigma, next);
      const original = predictOriginalFromSigma(settings.prediction_type, output, sample, sigma);
      const lower = eulerStep(sample, original, sigma, fround(down - sigma));
      return weightedSum([1, lower], [up, noise()]);
    },
  };
}

/** The noise to add, and the sigma to go to before, so that together they make `next`. */
function ancestral(sigma: number, next: number): { up: number; down: number } {
  const [from, to] = [fround(sigma ** 2), fround(next ** 2)];
  const up = fround(Math.sqrt(fround(fround(to * fround(from - to)) / from)));
  return { up, down: fround(Math.sqrt(fround(to - fround(up ** 2)))) };
}
