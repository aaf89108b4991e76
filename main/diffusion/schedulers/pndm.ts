/**
 * Pseudo numerical methods for diffusion models (arXiv 2202.09778): DDIM's step
 * along a combination of the last predictions of noise. Starts by Runge-Kutta
 * steps, or, as Stable Diffusion's packs ask for (`skip_prk_steps`), by taking
 * the first step twice ("PLMS"). Parameters of diffusers' PNDMScheduler.
 */
import { z } from "zod";
import { Problem } from "#contract/problem.ts";
import { alphasCumprod, NoiseSettings } from "./betas.ts";
import { readConfig, setting } from "./config.ts";
import { predictNoise } from "./prediction.ts";
import { weightedSum } from "./samples.ts";
import { alphaScaling, proportions } from "./scaling.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, skippedSteps } from "./scheduler.ts";
import { roundHalfEven, spaceTimesteps } from "./spacing.ts";

// The reference passes over rescale_betas_zero_snr here.
const Settings = NoiseSettings.extend({
  rescale_betas_zero_snr: z
    .unknown()
    .optional()
    .transform(() => false),
  prediction_type: setting(z.enum(["epsilon", "v_prediction"]), "epsilon"),
  skip_prk_steps: setting(z.boolean(), false),
  set_alpha_to_one: setting(z.boolean(), false),
  timestep_spacing: setting(z.enum(["linspace", "leading", "trailing"]), "leading"),
  steps_offset: setting(z.int().min(0), 0),
});
type Settings = z.infer<typeof Settings>;

/** The linear multistep method's weights of the newest prediction and of those before it (Adams-Bashforth). */
const MULTISTEP_WEIGHTS = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
] as const;
/** The Runge-Kutta method's weights of its four predictions. */
const RUNGE_KUTTA_WEIGHTS = [1 / 6, 1 / 3, 1 / 3, 1 / 6] as const;
const STAGES = RUNGE_KUTTA_WEIGHTS.length;
/** How many Runge-Kutta steps come first: after them the multistep method has its four predictions. */
const RUNGE_KUTTA_STEPS = 3;

export function pndm(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(Settings, config);
  const { num_train_timesteps: trained, prediction_type } = settings;
  checkRun(options, trained);
  const alphas = alphasCumprod(settings);
  const lastAlpha = settings.set_alpha_to_one ? 1 : (alphas[0] as number);
  const stride = Math.floor(trained / options.steps);
  const spaced = spacedTimesteps(settings, options.steps);
  const timesteps = settings.skip_prk_steps
    ? repeatSecond(spaced).slice(skippedSteps(options))
    : withRungeKutta(spaced, stride, options);
  const warmUp = settings.skip_prk_steps ? 0 : RUNGE_KUTTA_STEPS * STAGES;
  /** Predictions, the newest first. */
  let outputs: Float32Array[] = [];
  /** The sample that the first of several runs for one step started from. */
  let start: Float32Array | undefined;
  /** The weighted sum of the predictions of a Runge-Kutta step, so far. */
  let stages: Float32Array | undefined;

  /** DDIM's step from one timestep to another. */
  function move(sample: Float32Array, output: Float32Array, from: number, to: number): Float32Array {
    const alpha = alphas[from] as number;
    const next = alphas[to] ?? lastAlpha;
    const [here, there] = [proportions(alpha), proportions(next)];
    const noise = predictNoise(prediction_type, output, sample, here.picture, here.noise);
    const divisor = alpha * there.noise + here.picture * here.noise * there.picture;
    return weightedSum([Math.sqrt(next / alpha), sample], [-(next - alpha) / divisor, noise]);
  }

  function rungeKutta(output: Float32Array, step: number, sample: Float32Array): Float32Array {
    const stage = step % STAGES;
    const from = timesteps[step - stage] as number;
    const to = (timesteps[step] as number) - (stage % 2 === 0 ? Math.floor(stride / 2) : 0);
    const weight = RUNGE_KUTTA_WEIGHTS[stage] as number;
    stages = weightedSum([weight, output], ...(stages ? [[1, stages] as const] : []));
    if (stage === 0) {
      outputs = [output, ...outputs];
      start = sample;
    }
    const whole = stages;
    if (stage === STAGES - 1) stages = undefined;
    return move(start ?? sample, stage === STAGES - 1 ? whole : output, from, to);
  }

  function multistep(output: Float32Array, step: number, sample: Float32Array): Float32Array {
    const timestep = timesteps[step] as number;
    if (settings.skip_prk_steps && step === 1) {
      // The first step once more, from its start, along the mean of both its ends.
      const mean = weightedSum([1 / 2, output], [1 / 2, outputs[0] as Float32Array]);
      return move(start ?? sample, mean, timestep + stride, timestep);
    }
    outputs = [output, ...outputs].slice(0, MULTISTEP_WEIGHTS.length);
    if (step === 0) start = sample;
    const weights = MULTISTEP_WEIGHTS[outputs.length - 1] as readonly number[];
    const [newest, ...older] = outputs.map((past, ago) => [weights[ago] as number, past] as const);
    return move(
      sample,
      weightedSum(newest as readonly [number, Float32Array], ...older),
      timestep,
      timestep - stride,
    );
  }

  return {
    name: "PNDMScheduler",
    timesteps,
    ...alphaScaling(alphas[timesteps[0] as number] as number),
    step: (output, step, sample) =>
      step < warmUp ? rungeKutta(output, step, sample) : multistep(output, step, sample),
  };
}

function spacedTimesteps(settings: Settings, steps: number): number[] {
  const { timestep_spacing: spacing, num_train_timesteps: trained, steps_offset: offset } = settings;
  return spaceTimesteps({ spacing, steps, trained, offset }).map(roundHalfEven);
}

/**
 * The second timestep stands twice. Strength then leaves away as many as it
 * would of a schedule without the repetition, as the reference does.
 */
function repeatSecond(timesteps: number[]): number[] {
  return timesteps.flatMap((timestep, i) => (i === 1 ? [timestep, timestep] : [timestep]));
}

/** Four model runs for each of the first three steps: at its start, twice half way, and at its end. */
function withRungeKutta(timesteps: number[], stride: number, { steps, strength = 1 }: RunOptions): number[] {
  if (strength < 1) {
    throw new Problem(
      "bad-input",
      "This pack's scheduler (PNDM with Runge-Kutta steps) cannot start from a picture.",
      "Set skip_prk_steps to true in scheduler/scheduler_config.json, or choose another pack.",
      { text: { key: "pack-no-start" } },
    );
  }
  if (steps <= RUNGE_KUTTA_STEPS) {
    throw new Problem(
      "bad-input",
      `This pack's scheduler (PNDM with Runge-Kutta steps) cannot take ${steps} steps.`,
      `Ask for ${RUNGE_KUTTA_STEPS + 1} steps or more.`,
      { text: { key: "steps-fewest", values: { fewest: RUNGE_KUTTA_STEPS + 1 } } },
    );
  }
  const half = Math.floor(stride / 2);
  const stages = timesteps.slice(0, RUNGE_KUTTA_STEPS).flatMap((timestep, i) => {
    const end = timesteps[i + 1] as number;
    return [timestep, end + half, end + half, end];
  });
  return [...stages, ...timesteps.slice(RUNGE_KUTTA_STEPS)];
}
