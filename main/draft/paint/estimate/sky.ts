/** Where the sky is. */
import type { Analysis } from "./analysis.ts";
import type { Horizon } from "./horizon.ts";
import { twoClasses } from "./mixture.ts";
import { boxMean, clamp, type Plane, plane, smoothstep } from "./raster.ts";

/** A patch of sky below this share of the picture is told as none. */
const PATCH = 0.0006;
/** The sky goes on from pixel to pixel of the small picture while no colour changes by more. */
const EVEN_STEP = 0.014;
/** Share of the width over which the sky's lower edge is compared with itself. */
const NEIGHBOURHOOD = 0.12;

/** How much more a step of colour counts where the likeness ends. */
const FIRST = 2;
/** A horizon that is so much of a line bounds the sky. */
const A_LINE = 0.5;

/**
 * How much of each pixel of the small picture is sky, 0..1; all 0 where the setting has none.
 *
 * The sky is what resembles the upper part of the picture, in colour and in smoothness, more than the
 * lower; and what it evenly passes into, such as the glow above a horizon; and what it encloses.
 */
export function findSky(analysis: Analysis, horizon: Horizon): Plane {
  const { colours, texture, prior, width, height } = analysis;
  if (prior.sky === "none") return plane(width, height);
  const probability = twoClasses([...colours, texture], expectation(analysis, horizon), 2);
  const seen = plane(width, height, (i) => (probability.values[i]! > 0.5 ? 1 : 0));
  dropPatches(seen, 1, (patch) => patch.pixels.length < PATCH * width * height);
  if (prior.sky === "open") extend(seen, analysis, horizon);
  // What does not reach the ground is in the sky: a moon, a bird, a lit cloud.
  dropPatches(seen, 0, (patch) => patch.lowest < height - 1);
  return seen;
}

/** The probability of sky before the picture's colours are compared. */
function expectation({ prior, luma, width, height }: Analysis, { row }: Horizon): Plane {
  const soft = height * (0.04 + prior.strays * 0.8);
  const above = (y: number) => 1 / (1 + Math.exp((y - (row - soft * 0.6)) / (soft * 0.45)));
  // Nothing so far below where a horizon can be is sky, whatever it looks like.
  const limit = (y: number) => 1 - smoothstep(row + soft, row + 2 * soft, y);
  const [bright, brightest] = quantiles(luma, [0.8, 0.95]);
  return plane(width, height, (i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const expected = 0.97 * above(y) * limit(y);
    // Between walls the sky is over the way; between leaves it is what shines.
    if (prior.sky === "between") return expected * Math.exp(-(((x / width - 0.5) / 0.13) ** 2));
    if (prior.sky === "gaps") return expected * 0.8 * smoothstep(bright!, brightest!, luma.values[i]!);
    return expected;
  });
}

function quantiles({ values }: Plane, shares: readonly number[]): number[] {
  const sorted = values.toSorted();
  return shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))]!);
}

/** Lets the sky flow on over even colour, in each column down to the strongest step of colour on the way. */
function extend(seen: Plane, analysis: Analysis, horizon: Horizon): void {
  const { width, height } = analysis;
  const flowed = flow(seen, analysis, horizon);
  const borders = new Int32Array(width);
  for (let x = 0; x < width; x++) {
    let [known, end] = [0, 0];
    for (let y = 0; y < height; y++) {
      if (seen.values[y * width + x] === 1) known = y;
      if (flowed[y * width + x] === 1) end = y;
    }
    const isDown = horizon.line > A_LINE && end >= horizon.row - 2;
    borders[x] = isDown || end <= known + 1 ? end : strongestStep(analysis, x, known, end);
  }
  // A light's path may hide the border: then it is where the columns around have it.
  const reach = Math.max(2, Math.round((NEIGHBOURHOOD * width) / 2));
  for (let x = 0; x < width; x++) {
    const around = borders.slice(Math.max(0, x - reach), x + reach + 1).sort();
    const border = Math.min(borders[x]!, around[around.length >> 1]! + 1);
    for (let y = 0; y <= border; y++) if (flowed[y * width + x] === 1) seen.values[y * width + x] = 1;
  }
}

/** The row above the strongest vertical step of colour in a column, about `from` to `to`. */
function strongestStep({ colours, width, height }: Analysis, x: number, from: number, to: number): number {
  let [row, strongest] = [from, 0];
  for (let y = Math.max(1, from - 1); y <= Math.min(height - 3, to + 1); y++) {
    let step = colours.reduce((sum, { values }) => {
      const above = values[y * width + x]! + values[(y - 1) * width + x]!;
      const below = values[(y + 1) * width + x]! + values[(y + 2) * width + x]!;
      return sum + Math.abs(above - below);
    }, 0);
    // Where the colours part at once, they part.
    if (y <= from + 1) step *= FIRST;
    if (step > strongest) [row, strongest] = [y, step];
  }
  return row;
}

/** Where the sky could flow to, pixel by pixel, over colour that changes little. */
function flow(
  seen: Plane,
  { colours, prior, width, height }: Analysis,
  { row, line }: Horizon,
): Float32Array {
  const even = colours.map((colour) => boxMean(colour, 1).values);
  // No sky lies beneath a line that runs from side to side.
  const room = line > A_LINE ? 0 : 2 * prior.strays * height;
  const floor = Math.min(height, Math.round(row + room));
  const flowed = seen.values.slice();
  const stack = [...flowed.keys()].filter((i) => flowed[i] === 1);
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const from = i;
    const visit = (to: number) => {
      if (flowed[to] === 1) return;
      if (even.some((values) => Math.abs(values[to]! - values[from]!) > EVEN_STEP)) return;
      flowed[to] = 1;
      stack.push(to);
    };
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (y > 0) visit(i - width);
    if (y < floor - 1) visit(i + width);
  }
  return flowed;
}

interface Patch {
  pixels: number[];
  /** The lowest row that it reaches. */
  lowest: number;
}

/** Turns the 4-connected patches of `value` over that are `unwanted`. */
function dropPatches(mask: Plane, value: 0 | 1, unwanted: (patch: Patch) => boolean): void {
  const { width, height, values } = mask;
  const visited = new Uint8Array(values.length);
  for (let start = 0; start < values.length; start++) {
    if (visited[start] || values[start] !== value) continue;
    const patch: Patch = { pixels: [], lowest: 0 };
    const stack = [start];
    visited[start] = 1;
    const visit = (i: number) => {
      if (visited[i] || values[i] !== value) return;
      visited[i] = 1;
      stack.push(i);
    };
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      patch.pixels.push(i);
      const [x, y] = [i % width, Math.floor(i / width)];
      patch.lowest = Math.max(patch.lowest, y);
      if (x > 0) visit(i - 1);
      if (x < width - 1) visit(i + 1);
      if (y > 0) visit(i - width);
      if (y < height - 1) visit(i + width);
    }
    if (unwanted(patch)) for (const i of patch.pixels) values[i] = 1 - value;
  }
}

/** Share of the picture that the mask covers. */
export function coverage(mask: Plane): number {
  return clamp(mask.values.reduce((sum, value) => sum + value, 0) / mask.values.length);
}
