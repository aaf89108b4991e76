/** Small pictures that elements draw many times: made once, pixel by pixel. */

import type { Look } from "#contract/scenery.ts";
import { type Surface, surfaceFromRgba } from "#native/canvas/index.ts";

/** A colour in sRGB, each channel 0..1. */
export type Rgb = readonly [number, number, number];

/** A picture from a function of its pixels that writes straight RGBA 0..1 into `out`. */
export function picture(
  width: number,
  height: number,
  pixel: (x: number, y: number, out: [number, number, number, number]) => void,
): Surface {
  const data = new Uint8ClampedArray(width * height * 4);
  const out: [number, number, number, number] = [0, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixel(x, y, out);
      const i = (y * width + x) * 4;
      data[i] = level(out[0]);
      data[i + 1] = level(out[1]);
      data[i + 2] = level(out[2]);
      data[i + 3] = level(out[3]);
    }
  }
  return surfaceFromRgba(data, width, height);
}

/** 0..1 as 0..255, rounded to the nearest. */
function level(value: number): number {
  if (!(value > 0)) return 0;
  return value >= 1 ? 255 : (value * 255 + 0.5) | 0;
}

/** A round soft spot of `size` pixels; `hardness` 0 = all glow ... 1 = a disc. */
export function spot(size: number, colour: Rgb, hardness = 0): Surface {
  const c = (size - 1) / 2;
  return picture(size, size, (x, y, out) => {
    const r = Math.hypot(x - c, y - c) / (size / 2);
    const soft = Math.max(0, 1 - r) ** 2;
    const disc = Math.max(0, Math.min(1, (1 - r) / 0.25));
    [out[0], out[1], out[2]] = colour;
    out[3] = soft * (1 - hardness) + disc * hardness;
  });
}

/** CSS colour with alpha. */
export function css(colour: Rgb, alpha = 1): string {
  const [r, g, b] = colour.map((v) => Math.round(Math.max(0, Math.min(1, v)) * 255));
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

export function blendColours(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

export function luma([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The colour as a look would have it: noir and ink know no hue, watercolour thins it. */
export function inLook(colour: Rgb, look: Look): Rgb {
  const grey = luma(colour);
  if (look === "noir") return [grey, grey, grey];
  if (look === "ink") return blendColours(colour, [grey * 0.5, grey * 0.5, grey * 0.55], 0.85);
  if (look === "watercolour") return blendColours(colour, [1, 1, 1], 0.15);
  return colour;
}
