/** How far away the parts of a picture are: by rule of thumb, or by a depth map. */
import type { PlateLayer } from "#contract/plate.ts";
import type { Analysis } from "./analysis.ts";
import type { Horizon } from "./horizon.ts";
import {
  clamp,
  fullLuma,
  guidedFilter,
  mix,
  type Picture,
  type Plane,
  plane,
  resize,
  smoothstep,
} from "./raster.ts";
import type { Cut } from "./split.ts";

/** Depth of the ground at the viewer's feet, in the open and between walls. */
const NEAREST = { open: 0.55, enclosed: 0.4 };
/** Depth of land at the horizon: hazy and smooth ... crisp. */
const FARTHEST = [0.06, 0.24] as const;

/**
 * The depth of land by rule of thumb, from the top of the plate to its foot: level ground comes nearer with
 * every row below the horizon (its distance is 1 / (y - horizon)), and what rises above it stands as far as
 * it is hazy: air takes the contrast from what is far.
 * @param sky of the small picture.
 */
export function recedingLand(
  { texture, prior, width, height }: Analysis,
  sky: Plane,
  { row }: Horizon,
  plateHeight: number,
): NonNullable<PlateLayer["recedes"]> {
  const scale = plateHeight / height;
  const nearest = prior.enclosed ? NEAREST.enclosed : NEAREST.open;
  const above = meanTexture(texture, sky, width, 0, row);
  const below = meanTexture(texture, sky, width, row, height);
  const crispness = clamp(above / Math.max(1e-6, above + below), 0, 0.6) / 0.6;
  const farthest = prior.enclosed ? 0.2 : mix(...FARTHEST, crispness);
  if (row >= height) return [0, plateHeight].map((y) => ({ y, depth: farthest }));
  // Between walls, what rises above the horizon comes nearer towards the frame's top, too.
  const top = prior.enclosed ? mix(farthest, nearest, 0.25) : farthest;
  return [
    { y: 0, depth: top },
    { y: row * scale, depth: farthest },
    { y: mix(row, height, 0.45) * scale, depth: mix(farthest, nearest, 0.55) },
    { y: plateHeight, depth: nearest },
  ];
}

function meanTexture(texture: Plane, sky: Plane, width: number, from: number, to: number): number {
  let [sum, count] = [0, 1e-6];
  for (let i = Math.floor(from) * width; i < Math.floor(to) * width; i++) {
    const share = 1 - sky.values[i]!;
    sum += share * texture.values[i]!;
    count += share;
  }
  return count > width ? sum / count : 0;
}

/** Layers that a depth map is cut into, besides the sky. */
const BANDS = 3;
/** Half the depth over which a layer passes into the next. */
const SOFTNESS = 0.04;

/**
 * Cuts by a depth map: 0 = at infinity ... 1 = nearest, of any size. The cuts go where few pixels are;
 * slopes pass softly from layer to layer, edges sharply.
 * @param land how much of each pixel of the full picture is not sky.
 */
export function cutsOf(depth: Plane, picture: Picture, land: Plane): Cut[] {
  const { width, height } = picture;
  const full = guidedFilter(fullLuma(picture), resize(depth, width, height), 6, 1e-4);
  const bands = kMeans(full, land);
  return bands.map((middle, k): Cut => {
    const at = k === 0 ? 0 : (bands[k - 1]! + middle) / 2;
    const role = k === 0 ? "far" : middle > 0.75 ? "near" : "land";
    const from = plane(width, height, (i) => {
      const inFront = k === 0 ? 1 : smoothstep(at - SOFTNESS, at + SOFTNESS, full.values[i]!);
      return inFront * land.values[i]!;
    });
    return { name: `depth-${k}`, role, depth: clamp(middle), from };
  });
}

/** Middles of the bands of depth that the land falls into, rising: k-means from even quantiles. */
function kMeans(depth: Plane, land: Plane): number[] {
  const values = depth.values.filter((_, i) => land.values[i]! > 0.5).sort();
  if (values.length === 0) return [0.3];
  let middles = Array.from({ length: BANDS }, (_, k) => {
    return values[Math.floor(((k + 0.5) / BANDS) * values.length)]!;
  });
  for (let round = 0; round < 12; round++) {
    const sums = middles.map(() => [0, 0] as [number, number]);
    for (const value of values) {
      const distances = middles.map((middle) => Math.abs(value - middle));
      const band = sums[distances.indexOf(Math.min(...distances))]!;
      band[0] += value;
      band[1] += 1;
    }
    middles = sums.flatMap(([sum, count]) => (count > 0 ? [sum / count] : []));
  }
  // Bands that nearly meet are one.
  return middles.filter((middle, k) => k === 0 || middle - middles[k - 1]! > 2 * SOFTNESS);
}
