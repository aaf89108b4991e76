/** What shines by itself: sun and moon, lamps, windows, neon. */
import type { Analysis } from "./analysis.ts";
import { blur, type Plane, plane, smoothstep } from "./raster.ts";

/** How much each pixel of the small picture shines, 0..1: very bright, and much brighter than what is about it. */
export function findEmitters({ rgb: [r, g, b], width, height }: Analysis): Plane {
  const value = plane(width, height, (i) => Math.max(r.values[i]!, g.values[i]!, b.values[i]!));
  const about = blur(value, height * 0.07);
  return plane(width, height, (i) => {
    const bright = smoothstep(0.55, 0.85, value.values[i]!);
    return bright * smoothstep(0.14, 0.34, value.values[i]! - about.values[i]!);
  });
}
