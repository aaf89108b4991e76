/**
 * Euler's method for flow matching, where a sample is (1 - sigma) x picture +
 * sigma x noise and the model predicts noise - picture. Source: "Scaling
 * Rectified Flow Transformers for High-Resolution Image Synthesis" (arXiv
 * 2403.03206), with the parameters of diffusers' FlowMatchEulerDiscreteScheduler.
 */
import { z } from "zod";
import { readConfig, setting } from "./config.ts";
import { RespacingSettings, respacedSigmas } from "./respacing.ts";
import { weightedSum } from "./samples.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, skippedSteps } from "./scheduler.ts";
import { DynamicShiftSettings, dynamicShift, shiftSigma, stretchToTerminal } from "./shift.ts";
import { linspace } from "./spacing.ts";

const { fround } = Math;

const Settings = z.object({
  ...RespacingSettings.shape,
  ...DynamicShiftSettings.shape,
  num_train_timesteps: setting(z.int().min(1).max(100_000), 1000),
  shift: setting(z.number().positive(), 1),
  shift_terminal: z.number().min(0).lt(1).nullish(),
  stochastic_sampling: setting(z.boolean(), false),
  invert_sigmas: setting(z.boolean(), false),
});
type Settings = z.infer<typeof Settings>;

export function flowMatchEuler(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(Settings, config);
  checkRun(options, settings.num_train_timesteps);
  const skipped = skippedSteps(options);
  const sigmas = schedule(settings, options).subarray(skipped);
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

/**
 * Falling sigmas and a zero, or, inverted, rising ones and a one. A fixed range is shifted once for its ends
 * and again over its steps, as the reference does.
 */
function schedule(settings: Settings, options: RunOptions): Float32Array {
  const {
    num_train_timesteps: trained,
    use_dynamic_shifting: isDynamic,
    invert_sigmas: isInverted,
  } = settings;
  const shift = isDynamic ? dynamicShift(settings, options.tokens) : settings.shift;
  const endShift = isDynamic ? 1 : shift;
  const [max, min] = [1, 1 / trained].map((sigma) => fround(shiftSigma(fround(sigma), endShift))) as [
    number,
    number,
  ];
  const plain = linspace(max * trained, min * trained, options.steps).map((timestep) =>
    shiftSigma(timestep / trained, shift),
  );
  const stretched = stretchToTerminal(plain, settings.shift_terminal);
  const [first, last] = [stretched[0] as number, stretched.at(-1) as number];
  const falling = respacedSigmas(settings, first, last, stretched.length) ?? stretched;
  if (!isInverted) return Float32Array.from([...falling, 0]);
  return Float32Array.from([...falling.map((sigma) => 1 - fround(sigma)), 1]);
}
