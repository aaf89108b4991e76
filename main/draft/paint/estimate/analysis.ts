/** What every estimate looks at: the picture made small, its colours, its texture, and what the setting leads to expect. */
import type { Setting } from "#contract/scenery.ts";
import { PRIORS, type Prior } from "./priors.ts";
import { boxMean, lumaOf, type Picture, type Plane, plane, shrink } from "./raster.ts";

/** Pixels of the small picture, about. */
const AREA = 240 * 135;

export interface Analysis {
  readonly width: number;
  readonly height: number;
  readonly rgb: readonly [Plane, Plane, Plane];
  /** Lightness and two opponent colours, all about 0..1. */
  readonly colours: readonly [Plane, Plane, Plane];
  readonly luma: Plane;
  /** Local contrast, 0..1: how rough it is about each pixel. */
  readonly texture: Plane;
  readonly prior: Prior;
  /** Small-picture row of a frame-unit y, and back. */
  rowOf(y: number): number;
  yOf(row: number): number;
}

/** Prepares `picture`, which reaches beyond the frame by `overscan`. */
export function analyse(picture: Picture, overscan: number, setting: Setting): Analysis {
  const scale = Math.min(1, Math.sqrt(AREA / (picture.width * picture.height)));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const rgb = shrink(picture, width, height);
  const [r, g, b] = rgb;
  const luma = lumaOf(rgb);
  const redGreen = plane(width, height, (i) => 0.5 + (r.values[i]! - g.values[i]!) / 2);
  const blueYellow = plane(
    width,
    height,
    (i) => 0.5 + (b.values[i]! - (r.values[i]! + g.values[i]!) / 2) / 2,
  );
  const mean = boxMean(luma, 2);
  const square = boxMean(
    plane(width, height, (i) => luma.values[i]! ** 2),
    2,
  );
  // The root spreads the small contrasts, which tell a sky from a meadow.
  const texture = plane(width, height, (i) =>
    Math.sqrt(Math.sqrt(Math.max(0, square.values[i]! - mean.values[i]! ** 2))),
  );
  return {
    ...{ width, height, rgb, luma, texture },
    colours: [luma, redGreen, blueYellow],
    prior: PRIORS[setting],
    rowOf: (y) => height / 2 + ((y - 0.5) * height) / overscan,
    yOf: (row) => 0.5 + ((row - height / 2) * overscan) / height,
  };
}
