/** How many steps and how much guidance a pack wants: told by its configuration, never by its name. */
import type { DiffusionLayout } from "./layout.ts";

export interface DiffusionDefaults {
  steps: number;
  /** 1: without guidance. */
  guidance: number;
}

/** What distilled models are sampled with by their makers. */
const FEW_STEPS = 4;
/** Steps of the motion module that OnnxStack's converter merges, and its own default. */
const ONNXSTACK_MOTION = { steps: 8, guidance: 1 };
/** The default of diffusers' latent consistency pipeline. */
const LCM_GUIDANCE = 8.5;

/**
 * A UNet that takes its guidance as an input (`timestep_cond`) is a latent consistency model; so is one
 * with an LCM scheduler, without guidance. Turbo models come with an Euler scheduler that spaces its steps
 * from the end ("trailing"), which models that want many steps only do together with betas of zero
 * terminal SNR. A motion pack without a scheduler is OnnxStack's.
 */
export function diffusionDefaults(layout: DiffusionLayout): DiffusionDefaults {
  const { unet, scheduler } = layout.configs;
  if (layout.motion && layout.isSchedulerAssumed) return ONNXSTACK_MOTION;
  const embedded = layout.unetInputs.some(({ name }) => name === "timestep_cond") || unet.time_cond_proj_dim;
  if (embedded) return { steps: FEW_STEPS, guidance: LCM_GUIDANCE };
  const turbo =
    /^Euler(Ancestral)?Discrete/.test(scheduler._class_name) &&
    scheduler.timestep_spacing === "trailing" &&
    !scheduler.rescale_betas_zero_snr;
  if (turbo || scheduler._class_name === "LCMScheduler") return { steps: FEW_STEPS, guidance: 1 };
  return { steps: 25, guidance: 7.5 };
}
