/** One picture becomes a plate: its ground, sky, water, light and depth are estimated. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Plate, type PlateLayer } from "#contract/plate.ts";
import type { Shot } from "#contract/storyboard.ts";
import { compress, roundMask } from "../layers.ts";
import { type Analysis, analyse } from "./analysis.ts";
import { cutsOf, recedingLand } from "./depth.ts";
import { findEmitters } from "./emitters.ts";
import { groundOf } from "./ground.ts";
import { findHorizon, type Horizon } from "./horizon.ts";
import { findLight } from "./light.ts";
import {
  clamp,
  fullLuma,
  guidedFilter,
  type Picture,
  type Plane,
  plane,
  resize,
  smoothstep,
} from "./raster.ts";
import { coverage, findSky } from "./sky.ts";
import { type Cut, type SplitLayer, splitLayers } from "./split.ts";
import { findWater } from "./water.ts";

export type { Picture, Plane } from "./raster.ts";

export interface EstimateInput {
  /** The whole plate: the frame and what lies around it. */
  readonly picture: Picture;
  /** What was asked for: the setting tells where to look, time and weather what the light is like. */
  readonly shot: Pick<Shot, "setting" | "time" | "weather">;
  /** Frame width over height, and how far the plate reaches beyond the frame. */
  readonly aspect: number;
  readonly overscan: number;
  /** 0 = at infinity ... 1 = nearest, of any size; estimated by rule of thumb where it is missing. */
  readonly depth?: Plane;
  /** The frames of a plate that moves by itself, of which the picture is one: they stay one layer. */
  readonly frames?: NonNullable<PlateLayer["frames"]>;
}

export interface Estimate extends Pick<Plate, "light" | "ground"> {
  /** Of the whole plate, 0..1. */
  readonly masks: { readonly sky: Plane; readonly water: Plane; readonly emitters: Plane };
  /** Far to near; over each other, at rest, they are the picture. */
  readonly layers: readonly SplitLayer[];
}

/** Less sky or water than this is not worth a layer. */
const LEAST_LAYER = 0.004;
/** Window of the filter that brings a small mask to the picture's edges, as a share of its height, and its flatness. */
const MASK_WINDOW = 1 / 70;
const MASK_EPSILON = 2e-4;

/** A clip has its own parallax: it is moved as a whole. */
const MOVING: Cut = { name: "clip", role: "land", depth: 0.3, from: null };

/** Estimates everything that a plate says about its picture. Deterministic. */
export function estimate(input: EstimateInput): Estimate {
  const { picture, shot, aspect, overscan } = input;
  const analysis = analyse(picture, overscan, shot.setting);
  const horizon = findHorizon(analysis);
  const smallSky = findSky(analysis, horizon);
  const luma = fullLuma(picture);
  const masks = {
    sky: toEdges(smallSky, luma),
    water: toEdges(findWater(analysis, horizon), luma),
    emitters: resize(findEmitters(analysis, shot.time), picture.width, picture.height),
  };
  return {
    masks,
    light: findLight(analysis, smallSky, horizon, shot, aspect, overscan),
    ground: groundOf(analysis, horizon),
    layers: splitLayers(
      picture,
      input.frames ? [MOVING] : cutsFor(input, analysis, smallSky, horizon, masks),
    ),
  };
}

function cutsFor(
  { picture, depth }: EstimateInput,
  analysis: Analysis,
  smallSky: Plane,
  horizon: Horizon,
  masks: Estimate["masks"],
): Cut[] {
  const { width, height } = picture;
  const hasSky = coverage(masks.sky) >= LEAST_LAYER;
  const land = plane(width, height, (i) => (hasSky ? 1 - masks.sky.values[i]! : 1));
  const recedes = recedingLand(analysis, smallSky, horizon, height);
  const mean = recedes.reduce((sum, point) => sum + point.depth, 0) / recedes.length;
  const cuts: Cut[] = [];
  if (hasSky) cuts.push({ name: "sky", role: "sky", depth: 0, from: null });
  if (depth) {
    const [first, ...nearer] = cutsOf(depth, picture, land);
    cuts.push({ ...first!, from: hasSky ? first!.from : null }, ...nearer);
  } else {
    cuts.push({ name: "land", role: "land", depth: mean, recedes, from: hasSky ? land : null });
  }
  return cuts;
}

/** Brings a small mask to the size of the picture and to its edges. */
function toEdges(small: Plane, luma: Plane): Plane {
  const { width, height } = luma;
  if (coverage(small) === 0) return plane(width, height);
  const radius = Math.max(2, Math.round(height * MASK_WINDOW));
  const soft = guidedFilter(luma, resize(small, width, height), radius, MASK_EPSILON);
  return plane(width, height, (i) => smoothstep(0.12, 0.88, clamp(soft.values[i]!)));
}

/**
 * Estimates a plate and writes it into `dir`: layer and mask files, and `plate.json` last. Water gets a
 * layer of its own over the picture that it is in, so that it can ripple without opening a hole.
 */
export async function writeEstimate(input: EstimateInput, dir: string): Promise<Plate> {
  const { picture, overscan, frames } = input;
  const { width, height } = picture;
  const found = estimate(input);
  const whole = { x: 0, y: 0, width, height };
  const layers: PlateLayer[] = [];
  for (const [index, { pixels, ...layer }] of found.layers.entries()) {
    const file = `${index}-${layer.name}.rgba.zst`;
    await writeFile(join(dir, file), compress(pixels));
    layers.push({ ...layer, blend: "normal", box: whole, file, ...(frames && { frames }) });
  }
  const water = frames ? [] : await writeWater(found, picture, layers, dir);
  const masks = Object.fromEntries(
    await Promise.all(
      Object.entries(found.masks).map(async ([name, mask]) => {
        const file = `mask-${name}.zst`;
        await writeFile(join(dir, file), compress(roundMask(mask.values)));
        return [name, file] as const;
      }),
    ),
  );
  const plate = Plate.parse({
    ...{ version: 1, width, height, overscan, masks },
    layers: [...layers, ...water],
    light: found.light,
    ground: found.ground,
  });
  await writeFile(join(dir, "plate.json"), JSON.stringify(plate));
  return plate;
}

async function writeWater(
  { masks: { water } }: Estimate,
  picture: Picture,
  layers: readonly PlateLayer[],
  dir: string,
): Promise<PlateLayer[]> {
  const { width, height, rgb } = picture;
  if (coverage(water) < LEAST_LAYER) return [];
  const isWet = (row: number) => water.values.subarray(row * width, (row + 1) * width).some((v) => v > 0.02);
  let top = 0;
  while (!isWet(top)) top++;
  let bottom = height - 1;
  while (!isWet(bottom)) bottom--;
  const box = { x: 0, y: top, width, height: bottom + 1 - top };
  const pixels = new Uint8Array(width * box.height * 4);
  for (let i = 0; i < width * box.height; i++) {
    const from = i + top * width;
    for (let c = 0; c < 3; c++) pixels[i * 4 + c] = rgb[from * 3 + c]!;
    pixels[i * 4 + 3] = water.values[from]! * 255 + 0.5;
  }
  const file = `${layers.length}-water.rgba.zst`;
  await writeFile(join(dir, file), compress(pixels));
  const under = layers.at(-1)!;
  const { depth, recedes } = under;
  return [{ name: "water", role: "water", blend: "normal", depth, ...(recedes && { recedes }), box, file }];
}
