/**
 * From a prompt, and where given a picture, to frames: text to picture, picture to picture, and clips
 * longer than a motion pack's window. Each part is used once and then left to the session cache:
 * text encoders, VAE encoder, UNet, VAE decoder frame by frame.
 */
import type { RgbPicture, TaskInput } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import { freeArrays, type TaskContext } from "#main/inference/index.ts";
import { corrupt } from "./config.ts";
import { diffusionDefaults } from "./defaults.ts";
import { denoise } from "./denoise.ts";
import { allFinite, fixed, notNumbers } from "./feeds.ts";
import type { DiffusionLayout } from "./layout.ts";
import { type ClipShape, frameOf, predictByWindows, stillClip, WINDOW } from "./motion.ts";
import { type NoiseGenerator, torchGenerator } from "./noise.ts";
import type { PartName, Parts } from "./parts.ts";
import { cover } from "./pixels.ts";
import { createScheduler, type Scheduler } from "./schedulers/index.ts";
import { latentScale, nearestSize, type PictureSize } from "./size.ts";
import { type Conditioning, encodeNegative, encodePrompt } from "./text.ts";
import { Denoiser } from "./unet.ts";
import { Decoder, encodePicture, type LatentShape } from "./vae.ts";

export type DiffusionRequest = Omit<TaskInput<"diffuse">, "packDir" | "provider" | "outDir" | "init"> & {
  init?: { picture: RgbPicture; strength: number } | undefined;
};

/** A request as this pack meets it. */
export interface DiffusionPlan extends PictureSize {
  steps: number;
  guidance: number;
  scheduler: Scheduler;
  /** Shape of a frame's latent. */
  latent: LatentShape;
  /** A motion pack's clip: frames that are made, as many as are wanted but at least a window. */
  clip?: { shape: ClipShape; window: number };
  /** Frames that are wanted. */
  frames: number;
}

/** Where the share of the text, the steps and the frames ends, of the whole work. */
const TEXT_DONE = 0.03;
const STEPS_DONE = { picture: 0.92, motion: 0.8 };

/**
 * What a request comes to with this pack: the size that its graphs accept, its defaults, its scheduler.
 * @throws Problem "bad-input" for what the pack cannot do, "corrupt-pack" for a scheduler that cannot be used.
 */
export function planDiffusion(layout: DiffusionLayout, request: DiffusionRequest): DiffusionPlan {
  const defaults = diffusionDefaults(layout);
  const steps = request.steps ?? defaults.steps;
  const size = nearestSize(layout, request, request.multiple);
  if (request.init && !layout.vaeEncoder) {
    throw new Problem(
      "bad-input",
      "This pack cannot start from a picture: it has no VAE encoder.",
      "Leave the picture out, or add a pack that has vae_encoder/model.onnx.",
      { text: { key: "pack-no-start" } },
    );
  }
  if (request.frames !== undefined && !layout.motion) {
    throw new Problem("bad-input", "This pack makes pictures, not clips.", "Use a motion pack for a clip.");
  }
  const sample = layout.unetInputs.find(({ name }) => name === "sample")!;
  const channels = layout.latentChannels;
  const wanted = fixed(sample.dims[1]) ?? channels;
  if (wanted !== channels) {
    throw corrupt(
      `The UNet in ${layout.dir} takes ${wanted} channels, the VAE has ${channels}: it makes no pictures from text alone.`,
      { hint: "Inpainting and editing packs are not supported." },
    );
  }
  const scale = latentScale(layout);
  const latent = [channels, size.height / scale, size.width / scale] as const;
  const plan = {
    ...size,
    steps,
    guidance: request.guidance ?? defaults.guidance,
    scheduler: createScheduler(layout.configs.scheduler, {
      steps,
      tokens: (latent[1] * latent[2]) / 4,
      ...(request.init && { strength: request.init.strength }),
    }),
    latent,
  };
  if (!layout.motion) return { ...plan, frames: 1 };
  const frames = request.frames ?? fixed(sample.dims[2]) ?? WINDOW;
  const window = fixed(sample.dims[2]) ?? Math.min(frames, WINDOW);
  const shape = [channels, Math.max(frames, window), latent[1], latent[2]] as const;
  return { ...plan, frames, clip: { shape, window } };
}

export interface DiffusionObserver {
  /** `step` counts from 0, which is the sample before the first step. */
  onLatents?(latents: Float32Array, step: number): void;
  progress: TaskContext["progress"];
}

export interface DenoisedLatents {
  /** [channels, height, width], or a clip's [channels, frames, height, width]. */
  latents: Float32Array;
  /** The end of the prompt that the text encoder has no room for. */
  unread: string;
}

/**
 * The denoised latents of a request. The noise is one stream for the whole request: what the VAE encoder
 * is sampled with, the first latent's or the picture's noise, then what the scheduler draws.
 * @throws Problem of the part that failed, "cancelled" before the next run.
 */
export async function makeLatents(
  parts: Parts,
  request: DiffusionRequest,
  plan: DiffusionPlan,
  observer: DiffusionObserver,
): Promise<DenoisedLatents> {
  const { scheduler, guidance, clip } = plan;
  const { positive, negative } = await encodeTexts(parts, request, guidance);
  observer.progress(TEXT_DONE, "text");
  const generator = torchGenerator(request.seed);
  const first = await firstLatents(parts, request, plan, generator);
  observer.onLatents?.(first, 0);

  const session = await parts.open("unet");
  const frames = clip ? [clip.window] : [];
  const [channels, ...sides] = plan.latent;
  const denoiser = new Denoiser(parts, session, {
    ...{ positive, negative, guidance, width: plan.width, height: plan.height },
    shape: [channels, ...frames, ...sides],
  });
  const last = STEPS_DONE[clip ? "motion" : "picture"];
  const count = scheduler.timesteps.length;
  const latents = await denoise({
    scheduler,
    latents: first,
    noise: () => generator.randn(first.length),
    predict: async (input, timestep, step) => {
      const predict = (latent: Float32Array) => denoiser.predict(latent, timestep);
      const output = await (clip
        ? predictByWindows(input, clip.shape, clip.window, predict)
        : predict(input));
      if (!allFinite(output)) throw notNumbers(session, `at step ${step + 1} of ${count}`);
      return output;
    },
    onStep: (step, sample) => {
      observer.onLatents?.(sample, step);
      observer.progress(TEXT_DONE + ((last - TEXT_DONE) * step) / count, `step ${step} of ${count}`);
      if (clip) freeArrays();
    },
  });
  parts.done("unet");
  return { latents, unread: positive.unread };
}

/** The frames of denoised latents, decoded one at a time. */
export async function* decodeFrames(
  parts: Parts,
  latents: Float32Array,
  plan: DiffusionPlan,
): AsyncGenerator<RgbPicture> {
  const decoder = await Decoder.open(parts);
  for (let frame = 0; frame < plan.frames; frame++) {
    const latent = plan.clip ? frameOf(latents, plan.clip.shape, frame) : latents;
    yield await decoder.decode(latent, plan.latent);
    // Of a single picture the engine thinks when it has been answered.
    if (plan.clip) freeArrays();
  }
  parts.done("vae_decoder");
}

/** Share of the whole work that is done when so many frames are decoded. */
export function decodedShare(plan: DiffusionPlan, frames: number): number {
  const before = STEPS_DONE[plan.clip ? "motion" : "picture"];
  return before + ((1 - before) * frames) / plan.frames;
}

/** The prompt, and with classifier-free guidance the negative one. */
async function encodeTexts(
  parts: Parts,
  request: DiffusionRequest,
  guidance: number,
): Promise<{ positive: Conditioning; negative: Conditioning | undefined }> {
  const positive = await encodePrompt(parts, request.prompt);
  const embedded = parts.layout.unetInputs.some(({ name }) => name === "timestep_cond");
  const negative =
    guidance > 1 && !embedded ? await encodeNegative(parts, request.negative, positive) : undefined;
  for (const name of ["text_encoder", "text_encoder_2"] as PartName[]) {
    if (parts.names.includes(name)) parts.done(name);
  }
  return { positive, negative };
}

/** Noise, or a picture's latent with noise; of a clip every frame starts from the same picture. */
async function firstLatents(
  parts: Parts,
  { init }: DiffusionRequest,
  plan: DiffusionPlan,
  generator: NoiseGenerator,
): Promise<Float32Array> {
  const { scheduler, clip, latent: shape } = plan;
  const length = (clip?.shape ?? shape).reduce((product, side) => product * side, 1);
  if (!init) return pureNoise(generator, length, scheduler.initNoiseSigma);
  const session = await parts.open("vae_encoder");
  const latent = await encodePicture(parts, session, cover(init.picture, plan), shape[0], (count) =>
    generator.randn(count),
  );
  parts.done("vae_encoder");
  const original = clip ? stillClip(latent, clip.shape) : latent;
  return scheduler.addNoise(original, generator.randn(length));
}

/** A loop, since a call for each value (`map`) takes several times as long. */
function pureNoise(generator: NoiseGenerator, length: number, sigma: number): Float32Array {
  const noise = generator.randn(length);
  for (let i = 0; i < length; i++) noise[i]! *= sigma;
  return noise;
}
