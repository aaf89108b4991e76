/** Decoding a latent in overlapping tiles, for what memory cannot hold whole. */
import { windowStarts } from "./windows.ts";

export interface TileOptions {
  /** Shape of the latent, [channels, height, width]. */
  shape: readonly [channels: number, height: number, width: number];
  /** Side of a tile, in elements of the latent. */
  side: number;
  /** Pixels along one side of an element. */
  scale: number;
  /** A tile [channels, height, width] -> planes [3, height * scale, width * scale]. */
  decode(tile: Float32Array, height: number, width: number): Promise<Float32Array>;
}

/**
 * Planes [3, height * scale, width * scale] of a latent; a quarter of each tile fades into the next one.
 * Tiles see less of the picture than a whole decode does, so that the result differs a little from it.
 */
export async function decodeByTiles(latent: Float32Array, options: TileOptions): Promise<Float32Array> {
  const { shape, side, scale, decode } = options;
  const [channels, height, width] = shape;
  const overlap = side >> 2;
  const tileHeight = Math.min(side, height);
  const tileWidth = Math.min(side, width);
  const sum = new Float32Array(3 * height * width * scale * scale);
  const weight = new Float32Array(height * width * scale * scale);
  for (const top of windowStarts(height, tileHeight, overlap)) {
    const fadeY = fade(top, tileHeight, height, overlap, scale);
    for (const left of windowStarts(width, tileWidth, overlap)) {
      const fadeX = fade(left, tileWidth, width, overlap, scale);
      const tile = crop(latent, [channels, height, width], [top, left, tileHeight, tileWidth]);
      const planes = await decode(tile, tileHeight, tileWidth);
      for (let y = 0, from = 0; y < fadeY.length; y++) {
        const row = (top * scale + y) * width * scale + left * scale;
        for (let x = 0; x < fadeX.length; x++, from++) {
          const share = fadeY[y]! * fadeX[x]!;
          weight[row + x]! += share;
          for (let channel = 0; channel < 3; channel++) {
            sum[channel * weight.length + row + x]! +=
              share * planes[channel * fadeY.length * fadeX.length + from]!;
          }
        }
      }
    }
  }
  for (let i = 0; i < sum.length; i++) sum[i]! /= weight[i % weight.length]!;
  return sum;
}

/** What each pixel of a tile weighs along one side: it rises from the edge, but not from the picture's own. */
function fade(start: number, tile: number, length: number, overlap: number, scale: number): Float32Array {
  const pixels = tile * scale;
  const ramp = overlap * scale;
  return Float32Array.from({ length: pixels }, (_, i) => {
    const before = start === 0 ? 1 : (i + 0.5) / ramp;
    const after = start + tile === length ? 1 : (pixels - i - 0.5) / ramp;
    return Math.min(1, before, after);
  });
}

function crop(
  latent: Float32Array,
  [channels, height, width]: readonly [number, number, number],
  [top, left, rows, columns]: readonly [number, number, number, number],
): Float32Array {
  const out = new Float32Array(channels * rows * columns);
  for (let channel = 0, to = 0; channel < channels; channel++) {
    for (let row = top; row < top + rows; row++, to += columns) {
      const from = (channel * height + row) * width + left;
      out.set(latent.subarray(from, from + columns), to);
    }
  }
  return out;
}
