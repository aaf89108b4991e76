/** Pictures as a depth network wants to see them, by its preprocessor_config.json, and what it gives made comparable. */
import { z } from "zod";
import type { NearValues } from "#contract/pack.ts";
import { boxMean, clamp, type Picture, type Plane, plane, resize } from "../estimate/raster.ts";

const Channels = z.tuple([z.number(), z.number(), z.number()]);

/** What transformers' image processors do; https://huggingface.co/docs/transformers/main_classes/image_processor */
export const Preprocessor = z.looseObject({
  /** Nearest shape instead of exactly `size`, which is what is done where it is left out. */
  keep_aspect_ratio: z.boolean().nullish(),
  size: z.union([z.number(), z.looseObject({ shortest_edge: z.number().nullish() })]).nullish(),
  do_rescale: z.boolean().nullish(),
  rescale_factor: z.number().positive().nullish(),
  do_normalize: z.boolean().nullish(),
  image_mean: Channels.nullish(),
  image_std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]).nullish(),
});
export type Preprocessor = z.infer<typeof Preprocessor>;

/** Means and deviations of ImageNet's pictures: what MiDaS and Depth Anything were trained with. */
const IMAGENET: Preprocessor = { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] };

export interface Size {
  width: number;
  height: number;
}

/** Sides beyond this would take minutes and gigabytes. */
const MOST_SIDE = 2048;

/**
 * The size in which a network is shown a picture: sides that its graph fixes as they are; exactly its own
 * size where its preprocessing says so; else the picture's shape, scaled as little as possible so that one
 * side is its own (as DPT's image processor does), in multiples.
 */
export function sizeToGive(
  picture: Size,
  own: Size & { multiple: number },
  fixed: Partial<Size>,
  preprocessor: Preprocessor | undefined,
): Size {
  const isExact = isStretched(preprocessor);
  const scales = [own.width / picture.width, own.height / picture.height] as const;
  const scale = Math.abs(1 - scales[0]) < Math.abs(1 - scales[1]) ? scales[0] : scales[1];
  const side = (length: number) => {
    const most = Math.floor(MOST_SIDE / own.multiple) || 1;
    return clamp(Math.round((length * scale) / own.multiple), 1, most) * own.multiple;
  };
  return {
    width: fixed.width ?? (isExact ? own.width : side(picture.width)),
    height: fixed.height ?? (isExact ? own.height : side(picture.height)),
  };
}

/** A shortest edge alone says nothing of the other one. */
function isStretched({ size, keep_aspect_ratio }: Preprocessor = {}): boolean {
  if (size == null || keep_aspect_ratio) return false;
  return typeof size === "number" || size.shortest_edge == null;
}

/** The picture in this size, stretched, as planes [3, height, width]: scaled and normalised as the network expects. */
export function toInput(picture: Picture, size: Size, preprocessor: Preprocessor | undefined): Float32Array {
  const { do_rescale, rescale_factor, do_normalize, image_mean, image_std } = preprocessor ?? IMAGENET;
  const factor = do_rescale === false ? 1 : (rescale_factor ?? 1 / 255);
  const [mean, deviation] =
    do_normalize === false || !image_mean || !image_std
      ? [
          [0, 0, 0],
          [1, 1, 1],
        ]
      : [image_mean, image_std];
  const area = size.width * size.height;
  const input = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    const { values } = scaleTo(channelOf(picture, channel), size);
    const [middle, spread] = [mean[channel]!, deviation[channel]!];
    for (let i = 0; i < area; i++) input[channel * area + i] = (values[i]! * factor - middle) / spread;
  }
  return input;
}

function channelOf({ width, height, rgb }: Picture, channel: number): Plane {
  return plane(width, height, (i) => rgb[i * 3 + channel]!);
}

/** Bilinear; what shrinks by more than half is averaged before. */
function scaleTo(source: Plane, { width, height }: Size): Plane {
  if (source.width === width && source.height === height) return source;
  const reach = (from: number, to: number) => Math.max(0, Math.floor((from / to - 1) / 2));
  const [rx, ry] = [reach(source.width, width), reach(source.height, height)];
  return resize(rx + ry > 0 ? boxMean(source, rx, ry) : source, width, height);
}

/** This share of the values at each end counts as outliers: they are cut to what is next to them. */
const OUTLIERS = 0.005;

/**
 * From 0 (the farthest) to 1 (the nearest), linear in 1 / distance, to which parallax is proportional.
 * A map without any difference is 0.5 all over.
 */
export function toNearness(map: Float32Array, near: NearValues): Float32Array {
  const disparity = near === "large" ? map : toDisparity(map);
  const sorted = disparity.slice().sort();
  const [low, high] = [at(sorted, OUTLIERS), at(sorted, 1 - OUTLIERS)];
  const span = high - low;
  if (span <= 1e-6 * Math.max(Math.abs(low), Math.abs(high))) return map.map(() => 0.5);
  return disparity.map((value) => clamp((value - low) / span));
}

/** 1 / distance. Nothing is nearer than the nearest that is no outlier. */
function toDisparity(distances: Float32Array): Float32Array {
  const positive = distances.filter((value) => value > 0).sort();
  const nearest = positive.length > 0 ? at(positive, OUTLIERS) : 1;
  return distances.map((value) => 1 / Math.max(value, nearest));
}

function at(sorted: Float32Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))]!;
}
