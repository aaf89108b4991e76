/** Where the water is, in settings that have some. */
import type { Analysis } from "./analysis.ts";
import type { Horizon } from "./horizon.ts";
import { twoClasses } from "./mixture.ts";
import { clamp, mix, type Plane, plane } from "./raster.ts";

/**
 * How much of each pixel of the small picture is water, 0..1: what lies below the horizon and resembles
 * what lies right under it more than what lies at the viewer's feet. All 0 where the setting has none.
 */
export function findWater({ colours, texture, prior, width, height }: Analysis, { row }: Horizon): Plane {
  const [far, near] = prior.water;
  if (far === 0 || row >= height - 2) return plane(width, height);
  const before = plane(width, height, (i) => {
    const y = Math.floor(i / width);
    return y < row ? 0 : mix(far, near, clamp((y - row) / (height - row)));
  });
  const probability = twoClasses([...colours, texture], before, 2);
  return plane(width, height, (i) => (Math.floor(i / width) >= row ? probability.values[i]! : 0));
}
