/** Splits one picture into layers, far to near, each filled in behind the nearer ones. */
import type { LayerRole, PlateLayer } from "#contract/plate.ts";
import { pushPull } from "./fill.ts";
import { type Picture, type Plane, plane, smoothstep } from "./raster.ts";

export interface SplitLayer extends Pick<PlateLayer, "name" | "role" | "depth" | "recedes"> {
  /** Straight RGBA8 rows of the whole plate. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** A cut through the depth of the picture: what is nearer than it lies on the layers before it. */
export interface Cut {
  readonly name: string;
  readonly role: LayerRole;
  readonly depth: number;
  readonly recedes?: PlateLayer["recedes"];
  /** How much of each pixel is on this layer or a nearer one, 0..1; null for all of every pixel. */
  readonly from: Plane | null;
}

/** Levels of 255 between a picture and what is filled in behind it that are not seen, and that surely are. */
const SEEN = [6, 24] as const;

/**
 * One layer for each cut, far to near. Where nearer layers cover one fully, it shows what is around the
 * place; drawn over each other at rest, the layers are the picture.
 */
export function splitLayers(picture: Picture, cuts: readonly Cut[]): SplitLayer[] {
  const { width, height } = picture;
  const count = width * height;
  let alpha: Plane | null = cuts[0]?.from ?? null;
  return cuts.map(({ from: _, ...cut }, index) => {
    const own = alpha;
    const nearer = cuts[index + 1]?.from ?? null;
    const rgb = Float32Array.from(picture.rgb);
    if (nearer) {
      // The edge of what stands before belongs to it: nothing of it may be smeared over what lies behind.
      const known = plane(width, height, (i) => 1 - smoothstep(0.05, 0.35, nearer.values[i]!));
      pushPull(rgb, known.values, width, height);
      // What is not like the filling stands before it, be it thinner than the cut could see.
      alpha = plane(width, height, (i) => {
        let difference = 0;
        for (let p = i * 3; p < i * 3 + 3; p++) {
          difference = Math.max(difference, Math.abs(rgb[p]! - picture.rgb[p]!));
        }
        return Math.max(nearer.values[i]!, smoothstep(SEEN[0], SEEN[1], difference));
      });
    }
    const pixels = new Uint8Array(count * 4);
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < 3; c++) pixels[i * 4 + c] = rgb[i * 3 + c]! + 0.5;
      pixels[i * 4 + 3] = own ? own.values[i]! * 255 + 0.5 : 255;
    }
    return { ...cut, pixels };
  });
}
