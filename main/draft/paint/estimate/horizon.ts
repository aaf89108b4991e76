/** Where the horizon runs: the strongest change of colour from one row to the next that most columns share. */
import type { Analysis } from "./analysis.ts";
import { clamp } from "./raster.ts";

export interface Horizon {
  /** Row of the small picture, the first below the line. */
  readonly row: number;
  /** How much of a line it is: 0 = the setting's word alone ... 1 = every column has it there. */
  readonly line: number;
}

/** Rows on each side of a line that are compared. */
const WINDOW = 2;
/** Mean step of colour over all columns that is a line without doubt. */
const CLEAR_STEP = 0.07;

/** The horizon, weighed between what is seen and where the setting has it. */
export function findHorizon({ colours, prior, rowOf, yOf, width, height }: Analysis): Horizon {
  const expected = rowOf(prior.horizon);
  if (prior.sky === "none" || expected >= height) return { row: Math.min(height, expected), line: 0 };
  const means = colours.map(({ values }) =>
    Float64Array.from({ length: height }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < width; x++) sum += values[y * width + x]!;
      return sum / width;
    }),
  );
  let best: Horizon = { row: expected, line: 0 };
  let highest = 0.1;
  for (let row = WINDOW; row <= height - WINDOW; row++) {
    const step = Math.hypot(...means.map((mean) => stepAt(mean, row)));
    const likely = Math.exp(-0.5 * ((yOf(row) - prior.horizon) / prior.strays) ** 2);
    const line = clamp(step / CLEAR_STEP);
    const score = line * likely;
    if (score > highest) [best, highest] = [{ row, line }, score];
  }
  // A faint line says little: it pulls the expected place, no more.
  return { row: expected + (best.row - expected) * clamp(best.line * 2), line: best.line };
}

/** The mean below a row minus the mean above it. */
function stepAt(mean: Float64Array, row: number): number {
  let step = 0;
  for (let k = 0; k < WINDOW; k++) step += mean[row + k]! - mean[row - 1 - k]!;
  return step / WINDOW;
}
