/** Sizes of pictures that a pack can make. */
import { fixed } from "./feeds.ts";
import type { DiffusionLayout } from "./layout.ts";

/** Halvings of the sides in the UNets of Stable Diffusion, where a pack does not tell. */
const HALVINGS = 3;
const MAX_LATENT_SIDE = 512;

export interface PictureSize {
  /** Pixels. */
  width: number;
  height: number;
}

/** Pixels along one side of a latent's element: 8 for the VAEs of Stable Diffusion. */
export function latentScale(layout: DiffusionLayout): number {
  return 2 ** ((layout.configs.vaeDecoder.block_out_channels?.length ?? 4) - 1);
}

/** Sides in pixels that the UNet's graph fixes; undefined where they are free. */
export function fixedSize(layout: DiffusionLayout): Partial<PictureSize> {
  const dims = layout.unetInputs.find(({ name }) => name === "sample")?.dims ?? [];
  const scale = latentScale(layout);
  const [height, width] = dims.slice(-2).map(fixed);
  return { ...(width && { width: width * scale }), ...(height && { height: height * scale }) };
}

/**
 * Free sides are multiples of this, pixels: every resolution of the UNet but the last halves the latent,
 * and what was cut off cannot be put together again on the way up. A trial of the pack may find that its
 * graph takes smaller ones.
 */
export function sizeMultiple(layout: DiffusionLayout): number {
  const blocks = layout.configs.unet.block_out_channels?.length;
  return latentScale(layout) * 2 ** (blocks === undefined ? HALVINGS : blocks - 1);
}

/** The size that the pack makes when `wanted` is asked for: its own where it is fixed, else the nearest. */
export function nearestSize(
  layout: DiffusionLayout,
  wanted: PictureSize,
  multiple: number = sizeMultiple(layout),
): PictureSize {
  const own = fixedSize(layout);
  const most = MAX_LATENT_SIDE * latentScale(layout);
  const nearest = (side: number) =>
    Math.min(most, Math.max(multiple, Math.round(side / multiple) * multiple));
  return { width: own.width ?? nearest(wanted.width), height: own.height ?? nearest(wanted.height) };
}
