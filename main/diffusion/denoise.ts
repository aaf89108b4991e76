/** The loop of every diffusion model: from noise to a latent, step by step. */
import type { Scheduler } from "./schedulers/index.ts";

export interface DenoiseOptions {
  scheduler: Scheduler;
  /** The sample before the first step. */
  latents: Float32Array;
  /** What the model predicts for a scaled sample. `step` counts from 0. */
  predict(input: Float32Array, timestep: number, step: number): Promise<Float32Array>;
  /** Unit noise of the sample's length. */
  noise(): Float32Array;
  /** Called after each step; `step` counts from 1. */
  onStep(step: number, latents: Float32Array): void;
}

/**
 * Takes the scheduler's steps; the result is the denoised latent.
 * @throws what `predict` throws.
 */
export async function denoise(options: DenoiseOptions): Promise<Float32Array> {
  const { scheduler, predict, noise, onStep } = options;
  let { latents } = options;
  for (const [step, timestep] of scheduler.timesteps.entries()) {
    const output = await predict(scheduler.scaleModelInput(latents, step), timestep, step);
    latents = scheduler.step(output, step, latents, noise);
    onStep(step + 1, latents);
  }
  return latents;
}
