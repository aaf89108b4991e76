/** Packs: what a model on disk is and what it can do. */
import { z } from "zod";
import { Provider } from "./draft.ts";
import { ReasonText } from "./reason.ts";

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

/**
 * Which of a depth network's values are near: the large ones of disparities (Depth Anything, MiDaS), the
 * small ones of distances (ZoeDepth, Depth Pro).
 */
export const NearValues = z.enum(["large", "small"]);
export type NearValues = z.infer<typeof NearValues>;

/** What a pack can do. What does not apply to its kind is left out. */
export const PackAbilities = z.object({
  /** Text to picture; picture and text to picture; text to frames. */
  picture: z.boolean().optional(),
  pictureFromPicture: z.boolean().optional(),
  motion: z.object({ frames: z.int().positive() }).optional(),
  /** Pictures that it makes or takes, in pixels; `fixed` when the graph accepts no other size. */
  size: z
    .object({
      width: z.int().positive(),
      height: z.int().positive(),
      fixed: z.boolean(),
      /** Other sizes are multiples of this. */
      multiple: z.int().positive(),
    })
    .optional(),
  /** What a draft uses unless it is told otherwise. */
  steps: z.int().positive().optional(),
  /** 0 or 1: without guidance, and so without a negative prompt. */
  guidance: z.number().optional(),
  /** What denoises, by diffusers' name; `assumed` where the pack does not say. */
  scheduler: z.object({ name: z.string(), assumed: z.boolean() }).optional(),
  /** Voices: samples a second, language as the pack names it, and how many speak. */
  sampleRate: z.int().positive().optional(),
  language: z.string().optional(),
  speakers: z.int().positive().optional(),
  /** Depth networks; `toldBy` names what told it, for people: a file, an option, or that it is assumed. */
  depth: z.object({ near: NearValues, toldBy: z.string() }).optional(),
});
export type PackAbilities = z.infer<typeof PackAbilities>;

/** Memory in bytes, estimated from the graphs before anything is loaded. */
export const PackMemory = z.object({
  /** Weights of all parts, as they are on disk. */
  weights: z.number(),
  /** With every part loaded, at `size`, in one run. */
  whole: z.number(),
  /** With one part loaded at a time. */
  least: z.number(),
});
export type PackMemory = z.infer<typeof PackMemory>;

/** Whether a provider has every operator of a pack, and why not or with what drawback. */
export const PackProvider = z.object({
  provider: Provider,
  runs: z.boolean(),
  reason: z.string(),
  text: ReasonText.optional(),
});
export type PackProvider = z.infer<typeof PackProvider>;

/** What trying the pack on this machine took. */
export const PackSpeed = z.object({
  provider: Provider,
  loadMs: z.number(),
  /** One denoising step without guidance (of a motion pack: of one window), or one run of a pack of another kind. */
  stepMs: z.number(),
  /** How often the UNet runs for a step with guidance, counted in steps without. */
  guidedSteps: z.number().optional(),
  /** Decoding one frame. */
  decodeMs: z.number().optional(),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  measured: z.iso.datetime(),
});
export type PackSpeed = z.infer<typeof PackSpeed>;

/** The card of a pack, `pack.json` in its folder; further fields are for people to read. */
export const PackCard = z.looseObject({
  id: z.string().min(1),
  name: z.string().min(1),
  version: z.union([z.string(), z.number()]),
  kind: PackKind,
  /** What it is more closely: "sd", "sdxl", "piper", "kokoro". */
  family: z.string().optional(),
  /** Every file of the pack, "/"-separated from its folder -> SHA-256. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
  /** Folder of the files when they are used where they are; else they lie beside the card. */
  location: z.string().optional(),
  /** Sum of the files, bytes. */
  bytes: z.number().optional(),
  /** Where it came from: a folder, a zip file, or "owner/name" of the hub with the commit. */
  source: z.string().optional(),
  revision: z.string().optional(),
  /** The licence's name as the pack gives it, and the file with its text, from the card's folder. */
  licence: z.string().optional(),
  licenceFile: z.string().optional(),
  abilities: PackAbilities.optional(),
  memory: PackMemory.optional(),
  providers: z.array(PackProvider).optional(),
  speed: PackSpeed.optional(),
});
export type PackCard = z.infer<typeof PackCard>;
