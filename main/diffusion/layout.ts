/**
 * Where the parts of a diffusion pack are: the folder layout that diffusers, optimum and OnnxStack write.
 * What a pack is, is read from its files and graphs, never from its name.
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { TensorInfo } from "#native/onnx/index.ts";
import { corrupt, ModelIndex, readConfig, type SchedulerConfig, UnetConfig, VaeConfig } from "./config.ts";
import { fixed } from "./feeds.ts";
import { graphHeader } from "./headers.ts";
import { readScheduler } from "./scheduler-config.ts";

export interface DiffusionLayout {
  dir: string;
  /** "sdxl" has the second text encoder and the size conditions `text_embeds` and `time_ids`. */
  family: "sd" | "sdxl";
  /** The UNet takes a window of frames: `sample` is [batch, channels, frames, height, width]. */
  motion: boolean;
  /** What the UNet is fed. */
  unetInputs: readonly TensorInfo[];
  /** Channels of the latents that the VAE knows: 4. */
  latentChannels: number;
  // Paths of the graphs.
  unet: string;
  textEncoder: string;
  textEncoder2?: string;
  vaeDecoder: string;
  /** Without it there is no picture from a picture. */
  vaeEncoder?: string;
  // Paths of the tokenizers' folders.
  tokenizer: string;
  tokenizer2?: string;
  /** The pack has no scheduler_config.json: `configs.scheduler` is what such packs are given. */
  isSchedulerAssumed: boolean;
  /** Path of model_index.json, which may be missing. */
  index: string;
  configs: {
    index: ModelIndex;
    unet: UnetConfig;
    vaeDecoder: VaeConfig;
    scheduler: SchedulerConfig;
  };
}

const MODEL = "model.onnx";
/** Of the VAEs of Stable Diffusion. */
const LATENT_CHANNELS = 4;

/**
 * The layout of the pack in a folder; undefined when the folder holds no diffusion pack (no unet/model.onnx
 * and no model_index.json that names a UNet).
 * @throws Problem "corrupt-pack" that names the part that is missing or wrong.
 */
export async function diffusionLayout(dir: string): Promise<DiffusionLayout | undefined> {
  const index = join(dir, "model_index.json");
  const unet = join(dir, "unet", MODEL);
  if (!(await exists(unet))) {
    if (!(await exists(index))) return undefined;
    const parts = await readConfig(index, ModelIndex);
    if (!("unet" in parts)) return undefined;
    throw corrupt(`The pack in ${dir} has no unet/${MODEL}.`);
  }
  const [textEncoder, textEncoder2, vaeDecoder, vaeEncoder, tokenizer, tokenizer2] = await Promise.all(
    [
      join("text_encoder", MODEL),
      join("text_encoder_2", MODEL),
      join("vae_decoder", MODEL),
      join("vae_encoder", MODEL),
      "tokenizer",
      "tokenizer_2",
    ].map(async (path) => ((await exists(join(dir, path))) ? join(dir, path) : undefined)),
  );
  const required = (path: string | undefined, name: string): string => {
    if (path) return path;
    throw corrupt(`The pack in ${dir} has no ${name}.`);
  };
  const header = await graphHeader(unet);
  const sample = header.inputs.find(({ name }) => name === "sample");
  if (!sample) throw corrupt(`${unet} has no input "sample": it is no UNet.`);
  const family = header.inputs.some(({ name }) => name === "time_ids") ? "sdxl" : "sd";
  const decoder = required(vaeDecoder, `vae_decoder/${MODEL}`);
  const [latent] = (await graphHeader(decoder)).inputs;
  const motion = sample.dims.length === 5;
  const modelIndex = await readConfig(index, ModelIndex, { optional: true });
  const scheduler = await readScheduler(join(dir, "scheduler", "scheduler_config.json"), modelIndex, {
    family,
    motion,
    embedded: header.inputs.some(({ name }) => name === "timestep_cond"),
  });
  return {
    dir,
    family,
    motion,
    unetInputs: header.inputs,
    latentChannels: fixed(latent?.dims[1]) ?? LATENT_CHANNELS,
    unet,
    textEncoder: required(textEncoder, `text_encoder/${MODEL}`),
    tokenizer: required(tokenizer, "tokenizer folder"),
    ...(family === "sdxl" && {
      textEncoder2: required(textEncoder2, `text_encoder_2/${MODEL}`),
      tokenizer2: required(tokenizer2, "tokenizer_2 folder"),
    }),
    vaeDecoder: decoder,
    ...(vaeEncoder !== undefined && { vaeEncoder }),
    isSchedulerAssumed: scheduler.isAssumed,
    index,
    configs: {
      index: modelIndex,
      unet: await readConfig(join(dir, "unet", "config.json"), UnetConfig, { optional: true }),
      vaeDecoder: await readConfig(join(dir, "vae_decoder", "config.json"), VaeConfig, { optional: true }),
      scheduler: scheduler.config,
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
