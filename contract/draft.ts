/** A draft's request, and what it became: the generation. */
import { z } from "zod";
import { Look } from "./scenery.ts";

/** Frame sizes that a draft can have: wide, tall and square. */
export const SIZES = ["854x480", "480x854", "640x640"] as const;
export const Size = z.enum(SIZES);
export type Size = z.infer<typeof Size>;

export const MAX_PROMPT_CHARACTERS = 2000;
export const MAX_SEED = 2 ** 32 - 1;

export const PROVIDERS = ["cuda", "tensorrt", "dml", "coreml", "webgpu", "cpu"] as const;
/** Execution providers of onnxruntime, by the names that onnxruntime-node uses. */
export const Provider = z.enum(PROVIDERS);
export type Provider = z.infer<typeof Provider>;

export const DraftRequest = z.object({
  prompt: z.string().trim().min(1).max(MAX_PROMPT_CHARACTERS),
  seconds: z.number().min(1).max(20),
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
  /** A provider that overrides the machine's own order. */
  provider: Provider.optional(),
});
export type DraftRequest = z.infer<typeof DraftRequest>;

export const STAGES = ["plan", "speak", "paint", "animate", "score", "mix", "check", "store"] as const;
export const Stage = z.enum(STAGES);
export type Stage = z.infer<typeof Stage>;

export const STEMS = ["dialogue", "effects", "ambience", "music"] as const;
export const Stem = z.enum(STEMS);
export type Stem = z.infer<typeof Stem>;
