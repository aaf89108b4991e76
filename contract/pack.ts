/** Packs: what a model on disk is and what it can do. */
import { z } from "zod";

export const PACK_KINDS = [
  "painter", // procedural graphs with a reader: the built-in pack
  "image", // diffusion: text (and picture) to picture
  "motion", // diffusion: text to a window of frames
  "voice", // Piper or Kokoro
  "matting", // picture to alpha
  "depth", // picture to depth
] as const;
export const PackKind = z.enum(PACK_KINDS);
export type PackKind = z.infer<typeof PackKind>;
