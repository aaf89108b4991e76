/** The configuration of the scheduler that a pack asks for, or is given when it asks for none. */
import { stat } from "node:fs/promises";
import { type ModelIndex, readConfig, SchedulerConfig } from "./config.ts";
import { parseSchedulerConfig } from "./schedulers/index.ts";

export interface PackScheduler {
  config: SchedulerConfig;
  /** The pack has no scheduler_config.json. */
  isAssumed: boolean;
}

/** What a UNet tells of the scheduler that it needs. */
export interface SchedulerNeed {
  family: "sd" | "sdxl";
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
function assumedScheduler({ motion, embedded }: SchedulerNeed): SchedulerConfig {
  if (motion) return { _class_name: "LCMScheduler", ...TRAINED, beta_schedule: "linear" };
  const _class_name = embedded ? "LCMScheduler" : "EulerAncestralDiscreteScheduler";
  return { _class_name, ...TRAINED, beta_schedule: "scaled_linear" };
}

/**
 * diffusers' Stable Diffusion pipeline corrects the configurations of early models before it uses them: it
 * starts the timesteps at 1, and does not clip, which is for pictures, not for latents. (DDIM clips where
 * nothing is said.) The pipelines of SDXL, LCM and AnimateDiff take configurations as they are.
 */
function corrected(config: SchedulerConfig, { family, motion, embedded }: SchedulerNeed): SchedulerConfig {
  if (family !== "sd" || motion || embedded) return config;
  return { ...config, steps_offset: 1, clip_sample: false };
}

/**
 * The configuration in the file, corrected, or where the pack has none, an assumed one.
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
  const config = await readConfig(path, SchedulerConfig, { parse: parseSchedulerConfig });
  return { config: corrected(config, need), isAssumed: false };
}
