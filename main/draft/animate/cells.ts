/**
 * Splits a layer into soft pieces whose sum is the layer, so that its parts can move or
 * flicker on their own without seams.
 */
import { type Surface, surfaceFromRgba } from "#native/canvas/index.ts";
import { labelComponents } from "./components.ts";
import { hash, valueNoise } from "./noise.ts";
import type { LoadedLayer } from "./plate.ts";

export interface Cell {
  readonly image: Surface;
  /** Plate pixels of the image's top left corner. */
  readonly x: number;
  readonly y: number;
  /** Which of the groups that were asked for it is. */
  readonly group: number;
  /** A number in [0, 1) of its own. */
  readonly luck: number;
}

/** The whole layer as one cell. */
export function wholeCell(layer: LoadedLayer): Cell {
  const { box } = layer;
  return {
    image: surfaceFromRgba(layer.pixels, box.width, box.height),
    x: box.x,
    y: box.y,
    group: 0,
    luck: 0.5,
  };
}

/** Writes into `out` how much of the pixel each cell has; the sum is 1. Plate pixels. */
type Share = (x: number, y: number, out: Float32Array) => void;

/** Cells whose sum ("lighter") is the layer, to the last level of alpha. */
function split(layer: LoadedLayer, count: number, share: Share, seed: number): Cell[] {
  const { box, pixels } = layer;
  const weights = new Float32Array(count);
  const alphas = Array.from({ length: count }, () => new Uint8ClampedArray(box.width * box.height));
  for (let y = 0, i = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, i++) {
      const alpha = pixels[i * 4 + 3]!;
      if (alpha === 0) continue;
      share(x + box.x, y + box.y, weights);
      // The rounding's remainder goes to the strongest, so that the sum is exact.
      let strongest = 0;
      let left = alpha;
      for (let c = 0; c < count; c++) {
        if (weights[c]! > weights[strongest]!) strongest = c;
        const part = Math.floor(alpha * weights[c]!);
        alphas[c]![i] = part;
        left -= part;
      }
      alphas[strongest]![i]! += left;
    }
  }
  return alphas.flatMap((alpha, c) => cutCell(layer, alpha, c, hash(seed, c, 77)));
}

/** The layer with another alpha, cropped to what can be seen; nothing when that is nothing. */
function cutCell(
  { box, pixels }: LoadedLayer,
  alpha: Uint8ClampedArray,
  group: number,
  luck: number,
): Cell[] {
  let [x0, y0, x1, y1] = [box.width, box.height, -1, -1];
  for (let y = 0, i = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, i++) {
      if (alpha[i] === 0) continue;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      y1 = y;
    }
  }
  if (x1 < x0) return [];
  const width = x1 - x0 + 1;
  const height = y1 - y0 + 1;
  const piece = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = (y0 + y) * box.width + x0;
    piece.set(pixels.subarray(from * 4, (from + width) * 4), y * width * 4);
    for (let x = 0; x < width; x++) piece[(y * width + x) * 4 + 3] = alpha[from + x]!;
  }
  return [{ image: surfaceFromRgba(piece, width, height), x: box.x + x0, y: box.y + y0, group, luck }];
}

/**
 * Groups of things: the bright part of each lamp or window goes to one group as a whole, `groupOf` of a
 * number in [0, 1) that is its own; the faint glow between them is shared softly by all groups.
 */
export function splitThings(
  layer: LoadedLayer,
  count: number,
  glowSize: number,
  groupOf: (luck: number) => number,
  seed: number,
): Cell[] {
  const { box, pixels } = layer;
  const bright = new Uint8Array(box.width * box.height);
  for (let i = 0; i < bright.length; i++) {
    const light = Math.max(pixels[i * 4]!, pixels[i * 4 + 1]!, pixels[i * 4 + 2]!) * pixels[i * 4 + 3]!;
    bright[i] = light > 0.3 * 255 * 255 ? 1 : 0;
  }
  const labels = labelComponents(bright, box.width, box.height);
  const glow = patches(groupOf, glowSize, glowSize, seed);
  return split(
    layer,
    count,
    (x, y, out) => {
      const label = labels[(y - box.y) * box.width + (x - box.x)]!;
      if (label === 0) return glow(x, y, out);
      out.fill(0);
      out[groupOf(hash(seed, label, 79))] = 1;
    },
    seed,
  );
}

/** Upright cells about `size` plate pixels wide, with wavering soft borders. */
export function splitColumns(layer: LoadedLayer, size: number, seed: number): Cell[] {
  const count = Math.max(1, Math.min(12, Math.round(layer.box.width / size)));
  if (count === 1) return [wholeCell(layer)];
  const pitch = layer.box.width / count;
  return split(
    layer,
    count,
    (x, y, out) => {
      out.fill(0);
      const waver = (valueNoise(seed, y / (size * 0.35), 0) - 0.5) * 0.7;
      const u = (x - layer.box.x) / pitch - 0.5 + waver;
      const cell = Math.floor(u);
      // Neighbours mix over the middle 60 % of the way between them.
      const f = Math.max(0, Math.min(1, (u - cell - 0.2) / 0.6));
      const w = f * f * (3 - 2 * f);
      out[Math.max(0, Math.min(count - 1, cell))]! += 1 - w;
      out[Math.max(0, Math.min(count - 1, cell + 1))]! += w;
    },
    seed,
  );
}

/** `count` groups scattered in soft patches of about `width` x `height` plate pixels. */
export function splitPatches(
  layer: LoadedLayer,
  count: number,
  width: number,
  height: number,
  seed: number,
): Cell[] {
  return split(
    layer,
    count,
    patches((luck) => Math.floor(luck * count), width, height, seed),
    seed,
  );
}

/**
 * The whole layer, and `count - 1` groups in soft patches to be drawn over it one after another
 * ("source-over"), so that each shows as much. Wherever they move, no hole opens: for opaque layers.
 */
export function coverPatches(
  layer: LoadedLayer,
  count: number,
  width: number,
  height: number,
  seed: number,
): Cell[] {
  const { box, pixels } = layer;
  const share = patches((luck) => Math.floor(luck * count), width, height, seed);
  const weights = new Float32Array(count);
  const alphas = Array.from({ length: count - 1 }, () => new Uint8ClampedArray(box.width * box.height));
  for (let y = 0, i = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, i++) {
      const alpha = pixels[i * 4 + 3]!;
      if (alpha === 0) continue;
      share(x + box.x, y + box.y, weights);
      let below = weights[0]!;
      for (let c = 1; c < count; c++) {
        below += weights[c]!;
        alphas[c - 1]![i] = below > 0 ? (alpha * weights[c]!) / below : 0;
      }
    }
  }
  return [wholeCell(layer), ...alphas.flatMap((alpha, c) => cutCell(layer, alpha, c + 1, hash(seed, c, 78)))];
}

function patches(groupOf: (luck: number) => number, width: number, height: number, seed: number): Share {
  return (x, y, out) => {
    out.fill(0);
    const gx = x / width;
    const gy = y / height;
    const x0 = Math.floor(gx);
    const y0 = Math.floor(gy);
    const fx = gx - x0;
    const fy = gy - y0;
    const u = fx * fx * (3 - 2 * fx);
    const v = fy * fy * (3 - 2 * fy);
    for (let j = 0; j < 2; j++) {
      for (let i = 0; i < 2; i++) {
        const group = groupOf(hash(seed, x0 + i, y0 + j));
        out[group]! += (i ? u : 1 - u) * (j ? v : 1 - v);
      }
    }
  };
}
