/** What shines by itself: sun and moon, lamps, windows, neon. */
import type { Shot } from "#contract/storyboard.ts";
import type { Analysis } from "./analysis.ts";
import { blur, type Plane, plane, smoothstep } from "./raster.ts";

/** From which brightness on something may shine, and from which it surely does: by day all is lit, and little outshines it. */
const BRIGHT = { dark: [0.55, 0.85], day: [0.86, 0.98] } as const;

/**
 * How much each pixel of the small picture shines, 0..1: very bright, and much brighter than what is about it.
 * In the dark the strongest colour counts, as neon has it; by day that would be leaves, signs and cars, and
 * only what is nearly white counts.
 */
export function findEmitters({ rgb: [r, g, b], luma, width, height }: Analysis, time: Shot["time"]): Plane {
  const strongest = (i: number) => Math.max(r.values[i]!, g.values[i]!, b.values[i]!);
  const [maybe, surely] = BRIGHT[time === "day" ? "day" : "dark"];
  const value = time === "day" ? luma : plane(width, height, strongest);
  const about = blur(value, height * 0.07);
  return plane(width, height, (i) => {
    const bright = smoothstep(maybe, surely, value.values[i]!);
    return bright * smoothstep(0.14, 0.34, value.values[i]! - about.values[i]!);
  });
}
