/**
 * Euler's method for flow matching, where a sample is (1 - sigma) x picture +
 * sigma x noise and the model predicts noise - picture. Source: "Scaling
 * Rectified Flow Transformers for High-Resolution Image Synthesis" (arXiv
 * 2403.03206), with the parameters of diffusers' FlowMatchEulerDiscreteScheduler.
 */
import { z } from "zod";
import { readConfig, setting, unsupported } from "./config.ts";
import { weightedSum } from "./samples.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, skippedSteps } from "./scheduler.ts";
import { exponentialSigmas, karrasSigmas } from "./sigmas.ts";
import { linspace } from "./spacing.ts";

const { fround } = Math;

const Settings = z.object({
  num_train_timesteps: setting(z.int().min(1).max(100_000), 1000),
  shift: setting(z.number().positive(), 1),
  shift_terminal: z.number().min(0).lt(1).nullish(),
  use_karras_sigmas: setting(z.boolean(), false),
  use_exponential_sigmas: setting(z.boolean(), false),
  stochastic_sampling: setting(z.boolean(), false),
  use_beta_sigmas: unsupported("use_beta_sigmas"),
  use_dynamic_shifting: unsupported("use_dynamic_shifting"),
  invert_sigmas: unsupported("invert_sigmas"),
});
type Settings = z.infer<typeof Settings>;

export function flowMatchEuler(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(Settings, config);
  checkRun(options, settings.num_train_timesteps);
  const skipped = skippedSteps(options);
  const sigmas = schedule(settings, options.steps).subarray(skipped);
  const sigmaAt = (step: number) => sigmas[step] as number;

  return {
    name: "FlowMatchEulerDiscreteScheduler",
    timesteps: [...sigmas.subarray(0, -1)].map((sigma) => fround(sigma * settings.num_train_timesteps)),
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample.slice(),
    addNoise: (original, noise) => mix(original, noise, sigmaAt(0)),

    step(output, step, sample, noise) {
      const [sigma, next] = [sigmaAt(step), sigmaAt(step + 1)];
      if (!settings.stochastic_sampling) return weightedSum([1, sample], [fround(next - sigma), output]);
      const original = weightedSum([1, sample], [-sigma, output]);
      return mix(original, noise(), next);
    },
  };
}

function mix(original: Float32Array, noise: Float32Array, sigma: number): Float32Array {
  return weightedSum([sigma, noise], [fround(1 - sigma), original]);
}

/** Falling sigmas and a zero. The range is shifted once for its ends and again over its steps, as the reference does. */
function schedule(settings: Settings, steps: number): Float32Array {
  const { num_train_timesteps: trained, shift } = settings;
  const shifted = (sigma: number) => (shift * sigma) / (1 + (shift - 1) * sigma);
  const [max, min] = [fround(shifted(1)), fround(shifted(1 / trained))];
  const plain = linspace(max * trained, min * trained, steps).map((timestep) => shifted(timestep / trained));
  const stretched = stretchToTerminal(plain, settings.shift_terminal);
  return Float32Array.from([...respace(stretched, settings), 0]);
}

/** So that the last sigma is `terminal`. */
function stretchToTerminal(sigmas: number[], terminal: number | null | undefined): number[] {
  const last = sigmas.at(-1) as number;
  // A run of one step has nothing but pure noise to stretch from.
  if (!terminal || last === 1) return sigmas;
  const factor = (1 - last) / (1 - terminal);
  return sigmas.map((sigma) => 1 - (1 - sigma) / factor);
}

function respace(sigmas: number[], settings: Settings): number[] {
  const [max, min] = [sigmas[0] as number, sigmas.at(-1) as number];
  if (settings.use_karras_sigmas) return karrasSigmas(max, min, sigmas.length);
  if (settings.use_exponential_sigmas) return exponentialSigmas(max, min, sigmas.length);
  return sigmas;
}
