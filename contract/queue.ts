/** The queue of drafts: what is wished for, and how it is seen while it waits, is made, and has ended. */
import { z } from "zod";
import { DraftRequest, Init, Provider, Stage } from "./draft.ts";
import { PackAbilities, PackKind } from "./pack.ts";
import { WireProblem } from "./problem.ts";
import { PlanNote } from "./storyboard.ts";

const GenerationId = z.string().min(1).max(64);
const JobId = z.string().min(1).max(64);

const { prompt, seconds, size, seed, style, steps, guidance, negative, strength, provider } =
  DraftRequest.shape;

/** What a draft starts from, besides its prompt. */
export const DraftStart = z.discriminatedUnion("from", [
  /** A picture of the library's media. */
  z.strictObject({ from: z.literal("picture"), ...Init.pick({ sha256: true, extension: true }).shape }),
  /** A remix: the generation, and the frame to start from where the user chose one. */
  z.strictObject({
    from: z.literal("generation"),
    id: GenerationId,
    frame: z.int().min(0).max(100_000).optional(),
  }),
]);
export type DraftStart = z.infer<typeof DraftStart>;

/** What the window asks for; everything that is left out is chosen, or taken from what is remixed. */
export const DraftWish = z.strictObject({
  prompt,
  seconds: seconds.optional(),
  size: size.optional(),
  seed: seed.optional(),
  style,
  pack: z.string().min(1).max(200).optional(),
  provider,
  steps,
  guidance,
  negative,
  strength,
  start: DraftStart.optional(),
});
export type DraftWish = z.infer<typeof DraftWish>;

export const JOB_PHASES = [
  "waiting",
  "held",
  "running",
  "interrupted",
  "done",
  "failed",
  "cancelled",
] as const;
export const JobPhase = z.enum(JOB_PHASES);
export type JobPhase = z.infer<typeof JobPhase>;

/** How far a running job is. */
export const JobProgress = z.object({
  id: JobId,
  /** Of each stage that has begun, 0 to 1. */
  stages: z.partialRecord(Stage, z.number().min(0).max(1)),
  /** The stage to tell of. */
  stage: Stage,
  /** Of a stage that runs once a shot: which shot, of how many. */
  part: z.int(),
  parts: z.int(),
  /** Of the whole draft. */
  fraction: z.number().min(0).max(1),
  elapsedMs: z.number(),
  /** By what was measured on this machine; null where nothing was. */
  remainingMs: z.number().nullable(),
  /** Number of the newest preview; `previews/<id>/<n>.jpg`. */
  preview: z.int().nullable(),
});
export type JobProgress = z.infer<typeof JobProgress>;

/** A generation as the player shows it. */
export const Clip = z.object({
  id: GenerationId,
  request: DraftRequest,
  parent: z.string().nullable(),
  /** Relative address of the MP4. */
  url: z.string(),
  width: z.int(),
  height: z.int(),
  fps: z.int(),
  frames: z.int(),
  notes: z.array(PlanNote),
  createdAt: z.number(),
});
export type Clip = z.infer<typeof Clip>;

export const QueueJob = z.object({
  id: JobId,
  phase: JobPhase,
  /** What a running job was told to end for. */
  stopping: z.enum(["pause", "cancel"]).nullable(),
  request: DraftRequest,
  /** Jobs of the same batch were asked for together. */
  batch: z.string().nullable(),
  createdAt: z.number(),
  endedAt: z.number().nullable(),
  error: WireProblem.nullable(),
  /** What it made. */
  generation: GenerationId.nullable(),
  /** Stages that are finished and will not be made again. */
  finished: z.array(Stage),
});
export type QueueJob = z.infer<typeof QueueJob>;

export const QueueState = z.object({
  paused: z.boolean(),
  /** Those that have not ended, in their order; then those that have, the latest first. */
  jobs: z.array(QueueJob),
});
export type QueueState = z.infer<typeof QueueState>;

/** A pack that can draft, as the composer offers it. */
export const DraftPack = z.object({
  id: z.string(),
  name: z.string(),
  kind: PackKind,
  abilities: PackAbilities,
  builtIn: z.boolean(),
});
export type DraftPack = z.infer<typeof DraftPack>;

export const DraftChoices = z.object({
  packs: z.array(DraftPack),
  /** Providers that work here; what "automatic" means is first. */
  providers: z.array(Provider),
});
export type DraftChoices = z.infer<typeof DraftChoices>;

/** Pictures that a draft can start from, as the window hands them over. */
export const PICTURE_TYPES = ["png", "jpg", "jpeg", "webp", "gif", "avif", "bmp"] as const;
export const MAX_PICTURE_BYTES = 24 * 2 ** 20;

export const PictureFile = z.strictObject({
  extension: z.enum(PICTURE_TYPES),
  /** The file, base64. */
  data: z.string().max(Math.ceil(MAX_PICTURE_BYTES / 3) * 4),
});
export type PictureFile = z.infer<typeof PictureFile>;

export { GenerationId, JobId };
