/**
 * A plate: what a shot looks like before it moves. Painters return several
 * layers, diffusion packs one; `animate` treats both alike.
 *
 * Coordinates are *frame units*: y runs from 0 (top edge of the frame) to 1
 * (bottom edge), x from -aspect/2 to aspect/2, so one unit is the frame height.
 * A plate reaches beyond the frame by `overscan` on every axis, which is the
 * room that camera moves have: at rest, the frame is its centre.
 */
import { z } from "zod";

/** What a layer shows; decides how `animate` moves it. */
export const LAYER_ROLES = [
  "sky", // opaque backdrop
  "stars", // additive points that twinkle
  "sun", // additive or normal disc and glow of sun or moon; may travel
  "cloud", // drifts with the wind
  "far", // distant land or buildings
  "land", // middle ground
  "water", // surface; its rows ripple
  "reflection", // mirrored picture on water or wet ground; its rows ripple more
  "foliage", // sways from its foot
  "lights", // additive: windows, lamps, neon; flicker in groups
  "mist", // drifts slowly, soft
  "beams", // additive shafts of light; breathe
  "near", // foreground silhouettes
] as const;
export const LayerRole = z.enum(LAYER_ROLES);
export type LayerRole = z.infer<typeof LayerRole>;

export const Blend = z.enum(["normal", "add"]);
export type Blend = z.infer<typeof Blend>;

const Rgb = z.tuple([z.number(), z.number(), z.number()]);
const Box = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });

export const PlateLayer = z.object({
  name: z.string(),
  role: LayerRole,
  blend: Blend,
  /** 0 = at infinity (never shifts) ... 1 = the nearest plane. Parallax is proportional to it. */
  depth: z.number().min(0).max(1),
  /** Pixels of the full plate that the file holds; all outside is transparent. */
  box: Box,
  /** Raw straight-alpha sRGB RGBA8 rows of `box`, zstd-compressed; relative to the manifest. */
  file: z.string(),
  /**
   * A layer that leans back, as ground does: its depth at rows of the plate, linear between them, from
   * top to bottom; above the first and below the last it stays. `depth` is then its mean.
   */
  recedes: z
    .array(z.object({ y: z.number(), depth: z.number().min(0).max(1) }))
    .min(2)
    .optional(),
  /** A layer that moves by itself: opaque pictures of `box` (JPEG), one a frame, in order. `file` is one of them. */
  frames: z.object({ fps: z.number().positive(), files: z.array(z.string()).min(1) }).optional(),
});
export type PlateLayer = z.infer<typeof PlateLayer>;

export const Light = z.object({
  /** Where sun, moon or main lamp stands, frame units. */
  x: z.number(),
  y: z.number(),
  /** Light colour, ambient colour and haze (what distance fades into), sRGB 0..1. */
  colour: Rgb,
  ambient: Rgb,
  haze: Rgb,
  /** 0 = no direct light (overcast) ... 1 = hard light. */
  intensity: z.number(),
});
export type Light = z.infer<typeof Light>;

export const Ground = z.object({
  /** Frame-unit y of the horizon, and of the farthest and nearest line where things can stand. */
  horizon: z.number(),
  far: z.number(),
  near: z.number(),
  /** Height of a standing adult in frame units at `far` and at `near`. */
  farHeight: z.number(),
  nearHeight: z.number(),
});
export type Ground = z.infer<typeof Ground>;

export const Plate = z.object({
  version: z.literal(1),
  /** Pixels of the full plate; the frame covers 1/overscan of each axis. */
  width: z.int().positive(),
  height: z.int().positive(),
  overscan: z.number().min(1),
  /** Far to near: drawn in this order. */
  layers: z.array(PlateLayer).min(1).max(8),
  /** 8-bit masks of the full plate, zstd-compressed; relative to the manifest. */
  masks: z.object({ sky: z.string(), water: z.string(), emitters: z.string() }),
  light: Light,
  ground: Ground,
});
export type Plate = z.infer<typeof Plate>;
