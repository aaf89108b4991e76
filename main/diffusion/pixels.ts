/** Pictures between bytes and the planes that a VAE takes and gives. */
import type { RgbPicture } from "#contract/engine.ts";
import type { PictureSize } from "./size.ts";

/** Half the width of the filter, in pixels of the smaller picture. */
const LANCZOS = 3;

/** Planes [3, height, width] of -1..1, clamped and rounded, as rows of RGB. */
export function toPicture(planes: Float32Array, { width, height }: PictureSize): RgbPicture {
  const area = width * height;
  // This array clamps and rounds by itself.
  const rgb = new Uint8ClampedArray(area * 3);
  for (let i = 0, to = 0; i < area; i++, to += 3) {
    rgb[to] = planes[i]! * 127.5 + 127.5;
    rgb[to + 1] = planes[i + area]! * 127.5 + 127.5;
    rgb[to + 2] = planes[i + area + area]! * 127.5 + 127.5;
  }
  return { width, height, rgb: new Uint8Array(rgb.buffer) };
}

/** Rows of RGB as planes [3, height, width] of -1..1. */
export function toPlanes({ width, height, rgb }: RgbPicture): Float32Array {
  const area = width * height;
  const planes = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < area; i++) planes[channel * area + i] = rgb[i * 3 + channel]! / 127.5 - 1;
  }
  return planes;
}

/** The middle of a picture in the shape of `size`, scaled to it by a Lanczos filter. */
export function cover(picture: RgbPicture, size: PictureSize): RgbPicture {
  if (picture.width === size.width && picture.height === size.height) return picture;
  const zoom = Math.min(picture.width / size.width, picture.height / size.height);
  const left = (picture.width - size.width * zoom) / 2;
  const top = (picture.height - size.height * zoom) / 2;
  const rows = resample(
    picture.rgb,
    picture.height,
    picture.width,
    weights(left, zoom, size.width, picture.width),
  );
  const columns = weights(top, zoom, size.height, picture.height);
  const values = transpose(
    resample(transpose(rows, picture.height), size.width, picture.height, columns),
    size.width,
  );
  const rgb = Uint8Array.from(values, (value) => Math.min(255, Math.max(0, Math.round(value))));
  return { ...size, rgb };
}

/** For each output pixel, where its input pixels start and what they weigh. */
type Weights = { first: number; weights: number[] }[];

function weights(start: number, zoom: number, count: number, limit: number): Weights {
  const spread = Math.max(zoom, 1);
  return Array.from({ length: count }, (_, i) => {
    const centre = start + (i + 0.5) * zoom;
    const first = Math.max(0, Math.floor(centre - LANCZOS * spread + 0.5));
    const last = Math.min(limit, Math.floor(centre + LANCZOS * spread + 0.5));
    const raw = Array.from({ length: last - first }, (_, k) => lanczos((first + k + 0.5 - centre) / spread));
    const sum = raw.reduce((a, b) => a + b, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= LANCZOS) return 0;
  const angle = Math.PI * x;
  return (LANCZOS * Math.sin(angle) * Math.sin(angle / LANCZOS)) / (angle * angle);
}

/** Resamples each of `rows` rows of RGB pixels, `width` long, to one pixel for each of `columns`. */
function resample(rgb: ArrayLike<number>, rows: number, width: number, columns: Weights): Float32Array {
  const out = new Float32Array(rows * columns.length * 3);
  for (let row = 0, to = 0; row < rows; row++) {
    for (const { first, weights: shares } of columns) {
      for (let channel = 0; channel < 3; channel++, to++) {
        let from = (row * width + first) * 3 + channel;
        let sum = 0;
        for (const share of shares) {
          sum += share * rgb[from]!;
          from += 3;
        }
        out[to] = sum;
      }
    }
  }
  return out;
}

/** Swaps rows and columns of RGB pixels; there are `rows` rows. */
function transpose(rgb: Float32Array, rows: number): Float32Array {
  const columns = rgb.length / 3 / rows;
  const out = new Float32Array(rgb.length);
  for (let row = 0, from = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const to = (column * rows + row) * 3;
      for (let channel = 0; channel < 3; channel++) out[to + channel] = rgb[from++]!;
    }
  }
  return out;
}
