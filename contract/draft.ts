/** A draft's request, and what it became: the generation. */
import { z } from "zod";
import { Look } from "./scenery.ts";
import { STEMS } from "./stems.ts";

/** Frame sizes that a draft can have: wide, tall and square. */
export const SIZES = ["854x480", "480x854", "640x640"] as const;
export const Size = z.enum(SIZES);
export type Size = z.infer<typeof Size>;

export const MAX_PROMPT_CHARACTERS = 2000;
export const MAX_SEED = 2 ** 32 - 1;
export const MIN_SECONDS = 1;
export const MAX_SECONDS = 20;

export const PROVIDERS = ["cuda", "tensorrt", "dml", "coreml", "webgpu", "cpu"] as const;
/** Execution providers of onnxruntime, by the names that onnxruntime-node uses. */
export const Provider = z.enum(PROVIDERS);
export type Provider = z.infer<typeof Provider>;

/** What a draft starts from instead of from nothing: a file of the library's media. */
export const Init = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** With its dot: ".png". */
  extension: z.string().regex(/^(\.[a-z0-9]{1,8})?$/),
  /** Of a clip, the frame that each shot starts from; of a picture, nothing. */
  frames: z.array(z.int().min(0)).min(1).optional(),
});
export type Init = z.infer<typeof Init>;

/** How much of an init picture is made anew where nobody says. */
export const DEFAULT_STRENGTH = 0.6;

export const DraftRequest = z.object({
  prompt: z.string().trim().min(1).max(MAX_PROMPT_CHARACTERS),
  seconds: z.number().min(MIN_SECONDS).max(MAX_SECONDS),
  size: Size,
  fps: z.literal(24),
  seed: z.int().min(0).max(MAX_SEED),
  /** A look that overrides what the prompt asks for. */
  style: Look.optional(),
  pack: z.string().min(1),
  /** Diffusion packs only; the built-in painter has no use for them and says so. */
  steps: z.int().min(1).max(150).optional(),
  guidance: z.number().min(0).max(30).optional(),
  negative: z.string().max(MAX_PROMPT_CHARACTERS).optional(),
  init: Init.optional(),
  /** Diffusion packs only: 0 keeps the init picture, 1 keeps nothing of it. */
  strength: z.number().min(0).max(1).optional(),
  /** Id of the generation that this one remixes: what the prompt does not say is taken from it. */
  parent: z.string().min(1).optional(),
  /** A provider that overrides the machine's own order. */
  provider: Provider.optional(),
});
export type DraftRequest = z.infer<typeof DraftRequest>;

export const STAGES = ["plan", "speak", "paint", "animate", "score", "mix", "check", "store"] as const;
export const Stage = z.enum(STAGES);
export type Stage = z.infer<typeof Stage>;

export { STEMS };
export const Stem = z.enum(STEMS);
export type Stem = z.infer<typeof Stem>;

/** How long a draft will take on this machine, from what was measured on it. */
export const DraftEstimate = z.object({
  /** The whole draft, milliseconds; null while nothing of the kind was measured here. */
  ms: z.number().nullable(),
  /** The share of it that painting takes. */
  paintMs: z.number().nullable(),
  /** Where `paintMs` is from: earlier drafts with the pack, or its trial when it was added. */
  paintFrom: z.enum(["drafts", "trial"]).nullable(),
  /** How many earlier drafts it is from. */
  drafts: z.int().nonnegative(),
});
export type DraftEstimate = z.infer<typeof DraftEstimate>;
