/** An endless falling sheet made of one seamless tile. */
import type { Context, Surface } from "#native/canvas/index.ts";
import { hash } from "../noise.ts";

/**
 * Fills the frame with `tile`, fallen by `fallen` pixels, blown by `blown` pixels and shifted by
 * `shift` pixels. Each row of tiles has a sideways place of its own, so that what falls past never
 * returns. Whole pixels only: at such speeds nobody sees the difference, and copying is cheap.
 */
export function drawSheet(
  context: Context,
  tile: Surface,
  frame: { width: number; height: number },
  seed: number,
  shift: number,
  fallen: number,
  blown: number,
): void {
  const { width, height, canvas } = tile;
  const first = Math.floor(-fallen / height);
  const last = Math.floor((frame.height - 1 - fallen) / height);
  for (let row = first; row <= last; row++) {
    const y = Math.round(row * height + fallen);
    const own = hash(seed, row, 7) * width;
    let x = Math.round(shift + blown + own) % width;
    if (x > 0) x -= width;
    for (; x < frame.width; x += width) context.drawImage(canvas, x, y);
  }
}
