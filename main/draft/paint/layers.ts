/** From a graph's float planes to 8-bit layer files. */
import { constants, zstdCompressSync } from "node:zlib";
import type { Blend, PlateLayer } from "#contract/plate.ts";
import { random } from "#contract/random.ts";

type Box = PlateLayer["box"];

/** Side of the dither tile; a power of two. */
const DITHER = 64;
const dither = ditherTile();

/**
 * Rounds one layer's planes to RGBA rows, cropped to what is visible.
 *
 * Rounding is dithered, so that slow gradients (skies) do not band.
 * @param planes float32 [4, height, width]: straight sRGB colour and alpha, 0..1.
 * @param blend an additive layer is visible only where it adds light.
 * @returns the box that holds all visible pixels and its RGBA8 rows, or null when nothing is visible.
 */
export function cropLayer(
  planes: Float32Array,
  width: number,
  height: number,
  blend: Blend,
): { box: Box; rgba: Uint8Array<ArrayBuffer> } | null {
  const area = width * height;
  const box = visibleBox(
    blend === "add" ? addedLight(planes, area) : planes.subarray(3 * area),
    width,
    height,
  );
  if (!box) return null;
  const rgba = new Uint8Array(box.width * box.height * 4);
  let out = 0;
  for (let row = box.y; row < box.y + box.height; row++) {
    let at = row * width + box.x;
    const noiseRow = (row % DITHER) * DITHER;
    for (let column = box.x; column < box.x + box.width; column++, at++, out += 4) {
      const noise = dither[noiseRow + (column % DITHER)]!;
      rgba[out] = planes[at]! * 255 + noise;
      rgba[out + 1] = planes[at + area]! * 255 + noise;
      rgba[out + 2] = planes[at + 2 * area]! * 255 + noise;
      rgba[out + 3] = planes[at + 3 * area]! * 255 + 0.5;
    }
  }
  return { box, rgba };
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

/** How much an additive layer brightens each pixel: its strongest channel times alpha. */
function addedLight(planes: Float32Array, area: number): Float32Array {
  const light = new Float32Array(area);
  for (let i = 0; i < area; i++) {
    light[i] = Math.max(planes[i]!, planes[i + area]!, planes[i + 2 * area]!) * planes[i + 3 * area]!;
  }
  return light;
}

/** The smallest box around alpha >= 1/255, or null. */
function visibleBox(alpha: Float32Array, width: number, height: number): Box | null {
  const least = 1 / 255;
  let top = -1;
  let bottom = -1;
  let left = width;
  let right = -1;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    let first = 0;
    while (first < width && alpha[start + first]! < least) first++;
    if (first === width) continue;
    let last = width - 1;
    while (alpha[start + last]! < least) last--;
    if (top < 0) top = row;
    bottom = row;
    if (first < left) left = first;
    if (last > right) right = last;
  }
  return top < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Values 0..1 that sum with a colour before truncation: white noise is enough at half a step. */
function ditherTile(): Float32Array {
  const next = random(64);
  return Float32Array.from({ length: DITHER * DITHER }, () => 0.02 + next() * 0.96);
}
