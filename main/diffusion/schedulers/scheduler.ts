import { Problem } from "#contract/problem.ts";

/** What every scheduler does. One object serves one run: multistep schedulers keep a history. */
export interface Scheduler {
  /** The class in diffusers that computes the same. */
  readonly name: string;
  /** What the model is given as `timestep`, one a model run, in order; may be fractional. */
  readonly timesteps: readonly number[];
  /** The first latent is unit noise times this. */
  readonly initNoiseSigma: number;
  /** The sample as the model wants to see it at timesteps[step]; a new array. */
  scaleModelInput(sample: Float32Array, step: number): Float32Array;
  /**
   * The sample after timesteps[step], from what the model gave out there; a new
   * array. Steps are taken in order, from 0. What went in must stay as it is:
   * multistep schedulers come back to it in later steps. `noise` draws unit noise of the
   * sample's length, and is called only by schedulers that add some.
   */
  step(output: Float32Array, step: number, sample: Float32Array, noise: () => Float32Array): Float32Array;
  /** Image to image: `original` with noise, as it is before timesteps[0]; a new array. */
  addNoise(original: Float32Array, noise: Float32Array): Float32Array;
}

/** How a run goes: how many steps, and for image to image how much of them. */
export interface RunOptions {
  /** Steps of a whole run, 1 or more. */
  steps: number;
  /** Image to image: 0 to 1, how much of the picture is made anew; 1 when left out. */
  strength?: number | undefined;
  /** Quarters of the latent's pixels, which transformers call tokens, for shifts that follow the picture's size. */
  tokens?: number | undefined;
}

/** Throws Problem "bad-input" when no run can go like that with a model of so many trained timesteps. */
export function checkRun({ steps, strength = 1 }: RunOptions, trainedTimesteps: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > trainedTimesteps) {
    throw new Problem(
      "bad-input",
      `${steps} steps cannot be taken.`,
      `Ask for a whole number of steps from 1 to ${trainedTimesteps}.`,
      { text: { key: "steps-most", values: { most: trainedTimesteps } } },
    );
  }
  if (!(strength >= 0 && strength <= 1)) {
    throw new Problem(
      "bad-input",
      `A strength of ${strength} has no meaning.`,
      "Give a strength from 0 to 1.",
    );
  }
}

/**
 * How many steps image to image leaves away at the start: the strength's share
 * of the steps, cut down to whole steps, is taken. Source: the image-to-image
 * pipelines of diffusers.
 * Throws Problem "bad-input" when no step is left.
 */
export function skippedSteps({ steps, strength = 1 }: RunOptions): number {
  const taken = Math.floor(steps * strength);
  if (taken < 1) throw noStepLeft(steps, strength);
  return steps - taken;
}

export function noStepLeft(steps: number, strength: number): Problem {
  return new Problem(
    "bad-input",
    `A strength of ${strength} leaves none of ${steps} steps.`,
    `Give a strength of ${Math.ceil(100 / steps) / 100} or more, or more steps.`,
    { text: { key: "strength-none", values: { strength, steps, least: Math.ceil(100 / steps) / 100 } } },
  );
}
