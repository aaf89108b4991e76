/** The engine's task `try-pack`: loads every part of a pack, runs one step and decodes a small picture. */
import type { PackTrial, TaskInput } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import type { TaskContext } from "#main/inference/index.ts";
import type { TensorInfo } from "#native/onnx/index.ts";
import { corrupt } from "./config.ts";
import { diffusionDefaults } from "./defaults.ts";
import { allFinite, fixed, floatType, notNumbers } from "./feeds.ts";
import { nameOf } from "./headers.ts";
import type { DiffusionLayout } from "./layout.ts";
import { WINDOW } from "./motion.ts";
import { torchGenerator } from "./noise.ts";
import { Parts } from "./parts.ts";
import { createScheduler } from "./schedulers/index.ts";
import { fixedSize, latentScale, type PictureSize } from "./size.ts";
import { requireLayout } from "./task.ts";
import { type Conditioning, encodePrompt } from "./text.ts";
import { Denoiser, guidanceRuns } from "./unet.ts";
import { Decoder, encodePicture } from "./vae.ts";

/** Latents whose sides are odd multiples of these are tried; the first that is accepted is the pack's. */
const MULTIPLES = [1, 2, 4, 8];
/** Latents' sides of graphs that accept only what they were traced with, though their dimensions have names. */
const TRACED = [64, 128, 96];
const BASE = 16;

/**
 * What a diffusion pack turns out to be.
 * @throws Problem of the part that is missing, damaged, of an unknown type, cannot run on the provider
 * or gives values that are no numbers.
 */
export async function tryPack(input: TaskInput<"try-pack">, context: TaskContext): Promise<PackTrial> {
  const layout = await requireLayout(input.packDir);
  const parts = await Parts.check(layout, input.provider, context);
  const { steps, guidance } = diffusionDefaults(layout);
  const scheduler = createScheduler(layout.configs.scheduler, { steps });
  const loaded = await load(parts, context);
  const prompt = await encodePrompt(parts, "a picture");
  const { size, stepMs, latents } = await findSize(parts, prompt, scheduler.timesteps[0]!);
  context.progress(0.8, "a step");
  const decodeMs = await tryVae(parts, latents, size);
  return {
    family: layout.family,
    window: layout.motion ? windowOf(layout) : null,
    fromPicture: layout.vaeEncoder !== undefined,
    parts: loaded,
    precision: precisionOf(layout),
    size,
    guidanceRuns: guidanceRuns(layout.unetInputs),
    scheduler: scheduler.name,
    steps,
    guidance,
    loadMs: loaded.reduce((sum, { loadMs }) => sum + loadMs, 0),
    stepMs,
    decodeMs,
  };
}

async function load(parts: Parts, context: TaskContext): Promise<PackTrial["parts"]> {
  const loaded: PackTrial["parts"] = [];
  for (const name of parts.names) {
    context.throwIfCancelled();
    const start = performance.now();
    const session = await parts.open(name);
    const loadMs = performance.now() - start;
    loaded.push({
      ...{ name, loadMs, weightBytes: parts.header(name).weightBytes },
      inputs: session.inputs.map(shapeOf),
      outputs: session.outputs.map(shapeOf),
    });
    parts.done(name);
    context.progress((0.6 * loaded.length) / parts.names.length, name);
  }
  return loaded;
}

const shapeOf = ({ name, type, dims }: TensorInfo) => ({ name, type, dims: [...dims] });

/** The size that the UNet's graph fixes, or the finest multiple that it accepts; with what it took there. */
async function findSize(parts: Parts, prompt: Conditioning, timestep: number) {
  const own = fixedSize(parts.layout);
  const scale = latentScale(parts.layout);
  const side = (latents: number) => latents * scale;
  if (own.width && own.height) {
    const size = { width: own.width, height: own.height, fixed: true, multiple: scale };
    return { size, ...(await step(parts, prompt, timestep, size)) };
  }
  const tries = [
    ...MULTIPLES.map((multiple) => ({ latents: BASE + multiple, fixed: false, multiple: side(multiple) })),
    ...TRACED.map((latents) => ({ latents, fixed: true, multiple: scale })),
  ];
  let refusal: unknown;
  for (const { latents, ...rest } of tries) {
    const size = { width: own.width ?? side(latents), height: own.height ?? side(latents), ...rest };
    try {
      return { size, ...(await step(parts, prompt, timestep, size)) };
    } catch (error) {
      // A graph refuses a size in onnxruntime's words, which say nothing about sizes.
      if (!(error instanceof Problem) || error.code !== "corrupt-pack") throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/** One step on noise: the first run makes ready, the second is timed. */
async function step(parts: Parts, prompt: Conditioning, timestep: number, size: PictureSize) {
  const { layout } = parts;
  const scale = latentScale(layout);
  const frames = layout.motion ? [windowOf(layout)] : [];
  const shape = [layout.latentChannels, ...frames, size.height / scale, size.width / scale];
  const { width, height } = size;
  const options = { positive: prompt, negative: undefined, guidance: 1, shape, width, height };
  const session = await parts.open("unet");
  const denoiser = new Denoiser(parts, session, options);
  const noise = torchGenerator(0).randn(shape.reduce((product, side) => product * side, 1));
  await denoiser.predict(noise, timestep);
  const start = performance.now();
  const latents = await denoiser.predict(noise, timestep);
  const stepMs = performance.now() - start;
  if (!allFinite(latents)) throw notNumbers(session, "at the first step");
  parts.done("unet");
  return { latents: noise, stepMs };
}

/** Decodes a frame, and encodes it again where the pack can; milliseconds of the decoding. */
async function tryVae(parts: Parts, latents: Float32Array, size: PictureSize): Promise<number> {
  const { layout } = parts;
  const scale = latentScale(layout);
  const shape = [layout.latentChannels, size.height / scale, size.width / scale] as const;
  const frame = latents.slice(0, shape[0] * shape[1] * shape[2]);
  const decoder = await Decoder.open(parts);
  const start = performance.now();
  const picture = await decoder.decode(frame, shape);
  const decodeMs = performance.now() - start;
  parts.done("vae_decoder");
  if (layout.vaeEncoder) {
    const session = await parts.open("vae_encoder");
    await encodePicture(parts, session, picture, shape[0], (count) => torchGenerator(0).randn(count));
    parts.done("vae_encoder");
  }
  return decodeMs;
}

function sampleOf({ unetInputs }: DiffusionLayout): TensorInfo {
  return unetInputs.find(({ name }) => name === "sample")!;
}

function windowOf(layout: DiffusionLayout): number {
  return fixed(sampleOf(layout).dims[2]) ?? WINDOW;
}

function precisionOf(layout: DiffusionLayout): PackTrial["precision"] {
  const sample = sampleOf(layout);
  const type = floatType(sample);
  if (type) return type;
  throw corrupt(`${nameOf(layout.unet)} takes "sample" as ${sample.type}, which is no float.`);
}
