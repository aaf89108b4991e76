/**
 * Draws a picture in rows that each have their own shift: ripples, sway, wind.
 *
 * Rows start and end on whole frame pixels and read fractional source rows, so that
 * neighbours meet without a gap or an overlap.
 */
import type { Context, Surface } from "#native/canvas/index.ts";

/** A shift in frame pixels; `shiftAt` writes into it. */
export interface Shift {
  dx: number;
  dy: number;
}

export interface Rows {
  /** Height in frame pixels of the row that starts at frame row `y`. */
  stepAt(y: number): number;
  /** The shift at frame row `y`. It should change by well under a pixel a row. */
  shiftAt(y: number, out: Shift): void;
}

const top: Shift = { dx: 0, dy: 0 };
const bottom: Shift = { dx: 0, dy: 0 };

/**
 * Draws `image` scaled by `scale` (and across by `stretch` more) with its top left corner at (x, y),
 * frame pixels, row by row.
 */
export function drawRows(
  context: Context,
  image: Surface,
  x: number,
  y: number,
  scale: number,
  frameHeight: number,
  rows: Rows,
  stretch = 1,
): void {
  const { canvas, width, height } = image;
  // Rows may be pulled from beyond the picture's own top and bottom by at most this much.
  const last = Math.min(frameHeight, Math.ceil(y + height * scale));
  let row = Math.max(0, Math.floor(y));
  rows.shiftAt(row, top);
  while (row < last) {
    const step = Math.max(1, Math.min(rows.stepAt(row), last - row));
    rows.shiftAt(row + step, bottom);
    let from = (row - top.dy - y) / scale;
    let to = (row + step - bottom.dy - y) / scale;
    // Beyond the picture its border row is repeated.
    const least = Math.min(0.5, height / 2);
    if (to - from < least) to = from + least;
    if (to > height) {
      from = Math.max(0, from - (to - height));
      to = height;
    }
    if (from < 0) {
      to = Math.min(height, Math.max(least, to));
      from = 0;
    }
    const dx = (top.dx + bottom.dx) / 2;
    context.drawImage(canvas, 0, from, width, to - from, x + dx, row, width * scale * stretch, step);
    row += step;
    top.dx = bottom.dx;
    top.dy = bottom.dy;
  }
}
