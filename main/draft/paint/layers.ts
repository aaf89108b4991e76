/** From a graph's float planes to 8-bit layer files. */
import { constants, zstdCompressSync } from "node:zlib";
import type { Blend, PlateLayer } from "#contract/plate.ts";
import { random } from "#contract/random.ts";

export type Box = PlateLayer["box"];

/** Less than this is not seen in 8 bits. */
const VISIBLE = 1 / 255;

/** Side of the dither tile; a power of two. */
const DITHER = 64;
const dither = ditherTile();

/**
 * The smallest box around what a layer shows, grown by `margin` pixels inside the plate, or null when
 * it shows nothing. An additive layer shows where it adds light, another where it covers.
 * @param planes float32 [4, height, width]: straight sRGB colour and alpha, 0..1.
 */
export function visibleBox(
  planes: Float32Array,
  width: number,
  height: number,
  blend: Blend,
  margin: number,
): Box | null {
  const area = width * height;
  const alpha = planes.subarray(3 * area);
  const isSeen =
    blend === "normal"
      ? (i: number) => alpha[i]! >= VISIBLE
      : (i: number) => Math.max(planes[i]!, planes[i + area]!, planes[i + 2 * area]!) * alpha[i]! >= VISIBLE;
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let row = 0; row < height; row++) {
    const start = row * width;
    let first = 0;
    while (first < width && !isSeen(start + first)) first++;
    if (first === width) continue;
    let last = width - 1;
    while (!isSeen(start + last)) last--;
    top = Math.min(top, row);
    bottom = row;
    left = Math.min(left, first);
    right = Math.max(right, last);
  }
  if (bottom < 0) return null;
  const x = Math.max(0, left - margin);
  const y = Math.max(0, top - margin);
  return {
    x,
    y,
    width: Math.min(width, right + 1 + margin) - x,
    height: Math.min(height, bottom + 1 + margin) - y,
  };
}

/** The part of planes [4, height, width] inside the box: [4, box.height, box.width]. */
export function cropPlanes(planes: Float32Array, width: number, height: number, box: Box): Float32Array {
  const cropped = new Float32Array(4 * box.width * box.height);
  let out = 0;
  for (let plane = 0; plane < 4; plane++) {
    for (let row = box.y; row < box.y + box.height; row++, out += box.width) {
      const start = (plane * height + row) * width + box.x;
      cropped.set(planes.subarray(start, start + box.width), out);
    }
  }
  return cropped;
}

/**
 * Rounds planes [4, height, width] to RGBA8 rows. Colour is dithered, so that slow gradients (skies)
 * do not band.
 */
export function roundLayer(planes: Float32Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const area = width * height;
  const rgba = new Uint8Array(area * 4);
  for (let row = 0, at = 0; row < height; row++) {
    const noiseRow = (row % DITHER) * DITHER;
    for (let column = 0; column < width; column++, at++) {
      const noise = dither[noiseRow + (column % DITHER)]!;
      const out = at * 4;
      rgba[out] = planes[at]! * 255 + noise;
      rgba[out + 1] = planes[at + area]! * 255 + noise;
      rgba[out + 2] = planes[at + 2 * area]! * 255 + noise;
      rgba[out + 3] = planes[at + 3 * area]! * 255 + 0.5;
    }
  }
  return rgba;
}

/** Rounds a mask plane to 8 bits. */
export function roundMask(plane: Float32Array): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(plane.length);
  for (let i = 0; i < plane.length; i++) mask[i] = plane[i]! * 255 + 0.5;
  return mask;
}

/** Fast compression for files that live in the cache. */
export function compress(bytes: Uint8Array): Buffer {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/** Values in (0, 1) that are added before truncation: white noise of one step. */
function ditherTile(): Float32Array {
  const next = random(DITHER);
  return Float32Array.from({ length: DITHER * DITHER }, () => 0.02 + next() * 0.96);
}
