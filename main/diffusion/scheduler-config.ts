/** The configuration of the scheduler that a pack asks for, or is given when it asks for none. */
import { stat } from "node:fs/promises";
import { type ModelIndex, readConfig, SchedulerConfig } from "./config.ts";

export interface PackScheduler {
  config: SchedulerConfig;
  /** The pack has no scheduler_config.json. */
  isAssumed: boolean;
}

/** What a UNet tells of the scheduler that it needs. */
export interface SchedulerNeed {
  motion: boolean;
  /** It takes its guidance as an input, as latent consistency models do. */
  embedded: boolean;
}

/** How Stable Diffusion was trained, and all that is made from it; AnimateDiff's motion modules with other betas between. */
const TRAINED = { beta_start: 0.00085, beta_end: 0.012, num_train_timesteps: 1000 };

/**
 * The scheduler of packs without scheduler_config.json, which OnnxStack's converters leave out, as that
 * program itself denoises what they export (https://github.com/TensorStack-AI/OnnxStack): motion by LCM's
 * rule with linear betas, since its converter merges AnimateDiff-Lightning's few-step motion module; pictures
 * by ancestral sampling (SDXL and Turbo by Euler ancestral, SD 1 by DDPM, of which Euler ancestral is the
 * nearest that we have).
 */
export function assumedScheduler({ motion, embedded }: SchedulerNeed): SchedulerConfig {
  if (motion) return { _class_name: "LCMScheduler", ...TRAINED, beta_schedule: "linear" };
  const _class_name = embedded ? "LCMScheduler" : "EulerAncestralDiscreteScheduler";
  return { _class_name, ...TRAINED, beta_schedule: "scaled_linear" };
}

/**
 * The configuration in the file, or where the pack has none, an assumed one.
 * @throws Problem "corrupt-pack" when the file is wrong, or missing though model_index.json names a scheduler.
 */
export async function readScheduler(
  path: string,
  index: ModelIndex,
  need: SchedulerNeed,
): Promise<PackScheduler> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere && index.scheduler == null) return { config: assumedScheduler(need), isAssumed: true };
  return { config: await readConfig(path, SchedulerConfig), isAssumed: false };
}
