/** What memory a pack needs, estimated from its graphs' headers before anything is loaded. */
import type { PackAbilities, PackMemory } from "#contract/pack.ts";
import type { Graph } from "./graphs.ts";

/** What the estimate needs to know of a UNet beside its graph; see unet/config.json. */
export interface UnetShape {
  family: "sd" | "sdxl";
  frames: number;
  /** Channels of the first level. */
  channels: number;
  /** Attention heads of the first level that has attention. */
  heads: number;
  /** Pixels of the picture along one side of a latent's. */
  scale: number;
}

/** Voices and small networks work on little; this is what a session itself takes, generously. */
const SESSION_BYTES = 200e6;
/** Feature maps that live at the same time. */
const LIVE_MAPS = 6;
/** Channels at full resolution in the last level of a VAE's decoder, as all of Stable Diffusion's have it. */
const VAE_CHANNELS = 256;
/** The same, for a network that makes a map of a picture. */
const MAP_CHANNELS = 64;

/**
 * The estimate: weights as they are on disk, and the largest run at the pack's own size. Attention is
 * taken to be computed in whole, as onnxruntime's CPU does; graphics devices may need less.
 */
export function estimateMemory(
  graphs: readonly Graph[],
  size: PackAbilities["size"],
  unet?: UnetShape,
): PackMemory {
  const weights = graphs.map(({ header }) => header.weightBytes);
  const total = weights.reduce((sum, bytes) => sum + bytes, 0);
  const element = isHalf(graphs) ? 2 : 4;
  const work = Math.round(SESSION_BYTES + element * (unet ? diffusionValues(size!, unet) : mapValues(size)));
  return { weights: total, whole: total + work, least: Math.max(...weights) + work };
}

/** Whether most of the weights are float16. */
export function isHalf(graphs: readonly Graph[]): boolean {
  const half = graphs.reduce((sum, { header }) => sum + (header.weightBytesByType.float16 ?? 0), 0);
  const all = graphs.reduce((sum, { header }) => sum + header.weightBytes, 0);
  return half > all / 2;
}

function mapValues(size: PackAbilities["size"]): number {
  return size ? LIVE_MAPS * MAP_CHANNELS * size.width * size.height : 0;
}

/** The larger of one UNet run with guidance and one decode of a frame. */
function diffusionValues(size: { width: number; height: number }, unet: UnetShape): number {
  const pixels = size.width * size.height;
  const latent = pixels / unet.scale ** 2;
  // SDXL has no attention at the first level, and each level has a quarter of the places.
  const places = unet.family === "sdxl" ? latent / 4 : latent;
  const batch = unet.frames > 1 ? unet.frames : 2;
  // Scores and their softmax.
  const attention = 2 * batch * unet.heads * places ** 2;
  const features = batch * LIVE_MAPS * 2 * unet.channels * latent;
  const decode = LIVE_MAPS * VAE_CHANNELS * pixels + 2 * latent ** 2;
  return Math.max(attention + features, decode);
}
