/**
 * Skia, through @napi-rs/canvas: raster surfaces in memory. The rest of the
 * code knows the binding only through this file.
 */
import { type Canvas, createCanvas, ImageData, loadImage, type SKRSContext2D } from "@napi-rs/canvas";

/** A Canvas 2D context (the WHATWG interface). */
export type Context = SKRSContext2D;

/** A raster of sRGB RGBA8 pixels that can be drawn on and drawn from. */
export interface Surface {
  readonly width: number;
  readonly height: number;
  readonly canvas: Canvas;
  readonly context: Context;
}

/** A transparent surface. `width` and `height` in pixels, both at least 1. */
export function createSurface(width: number, height: number): Surface {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`a surface needs whole positive sizes, not ${width}x${height}`);
  }
  const canvas = createCanvas(width, height);
  return { width, height, canvas, context: canvas.getContext("2d") };
}

/** A surface that holds `pixels`: straight-alpha RGBA8 rows, `width * height * 4` bytes. */
export function surfaceFromRgba(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
): Surface {
  if (pixels.length !== width * height * 4) {
    throw new RangeError(`${width}x${height} RGBA needs ${width * height * 4} bytes, not ${pixels.length}`);
  }
  const surface = createSurface(width, height);
  surface.context.putImageData(new ImageData(pixels, width, height), 0, 0);
  return surface;
}

/**
 * Copies the pixels of `surface` into `into` (`width * height * 4` bytes, premultiplied
 * RGBA8: equal to straight where the picture is opaque).
 *
 * The binding hands out its copy in a buffer that is only given back on a later turn
 * of the event loop; a loop that reads many frames must yield between them (about 0.4 ms
 * a 854x480 frame then, 7 ms of page faults otherwise).
 */
export function readPixels(surface: Surface, into: Uint8Array): void {
  into.set(surface.canvas.data());
}

/**
 * The picture in the bytes of a file that Skia decodes (PNG, JPEG, WebP, GIF, AVIF, BMP), upright as its
 * EXIF orientation says. Throws Error for anything else.
 */
export async function decodePicture(bytes: Buffer): Promise<Surface> {
  const image = await loadImage(bytes);
  const surface = createSurface(image.width, image.height);
  surface.context.drawImage(image, 0, 0);
  return surface;
}

/** A surface that holds `rgb`: opaque rows of RGB, one byte a channel. */
export function surfaceFromRgb(rgb: Uint8Array, width: number, height: number): Surface {
  if (rgb.length !== width * height * 3) {
    throw new RangeError(`${width}x${height} RGB needs ${width * height * 3} bytes, not ${rgb.length}`);
  }
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return surfaceFromRgba(rgba, width, height);
}

/** The surface as a JPEG file; `quality` from 0 to 100. Encoded on a thread of the pool. */
export function encodeJpeg(surface: Surface, quality: number): Promise<Buffer> {
  return surface.canvas.encode("jpeg", quality);
}

/** The surface as a PNG file. Encoded on a thread of the pool. */
export function encodePng(surface: Surface): Promise<Buffer> {
  return surface.canvas.encode("png");
}
