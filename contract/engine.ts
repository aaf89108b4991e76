/**
 * The language between the main process and the engine, the child process that
 * owns every onnxruntime session. One task at a time; progress streams while it runs.
 */
import { z } from "zod";
import { Provider, Size } from "./draft.ts";
import { NearValues } from "./pack.ts";
import { Plate } from "./plate.ts";
import { ProblemText } from "./problem.ts";
import { ReasonText } from "./reason.ts";
import { TOKEN_TAGS } from "./scenery.ts";
import { Shot } from "./storyboard.ts";

/** Raised with every incompatible change; both sides refuse another version. */
export const ENGINE_PROTOCOL_VERSION = 1;

export const ProviderStatus = z.object({
  provider: Provider,
  available: z.boolean(),
  /** Why not, in a sentence; empty when available. */
  reason: z.string(),
  text: ReasonText.optional(),
  /** Device name where the system tells one. */
  device: z.string(),
  /** Median time of the probe graph, milliseconds; null when not available. */
  probeMs: z.number().nullable(),
});
export type ProviderStatus = z.infer<typeof ProviderStatus>;

/** What the reader saw in a prompt. */
export const Reading = z.object({
  /** For each attribute, the probability of "none" and of each word, in contract order. */
  attributes: z.record(z.string(), z.array(z.number())),
  /** Probability that each sound of the contract is asked for. */
  sounds: z.array(z.number()),
  /** The prompt's pieces with the reader's tag; `start`/`end` are UTF-16 offsets. */
  tokens: z.array(
    z.object({
      text: z.string(),
      start: z.int(),
      end: z.int(),
      tag: z.enum(TOKEN_TAGS),
      confidence: z.number(),
    }),
  ),
});
export type Reading = z.infer<typeof Reading>;

/** A picture as rows of RGB, one byte a channel. */
export const RgbPicture = z.object({
  width: z.int().positive(),
  height: z.int().positive(),
  rgb: z.instanceof(Uint8Array),
});
export type RgbPicture = z.infer<typeof RgbPicture>;

/** A file of rows of RGB, one byte a channel. */
const RawPicture = z.object({ file: z.string(), width: z.int().positive(), height: z.int().positive() });

/** A frame of the result that is finished before the task is. */
export const Preview = RgbPicture.extend({ frame: z.int().nonnegative() });
export type Preview = z.infer<typeof Preview>;

/** What a diffusion pack made. */
export const Diffusion = z.object({
  width: z.int(),
  height: z.int(),
  /** Files in `outDir`, one a frame: rows of RGB, one byte a channel; packed with zstd where the name ends in .zst. */
  frames: z.array(z.string()),
  steps: z.int(),
  guidance: z.number(),
  scheduler: z.string(),
  /** What the model was told at each of its runs. */
  timesteps: z.array(z.number()),
  /** The end of the prompt that the pack's text encoder has no room for; empty when it read all. */
  unread: z.string(),
  /** Parts of the pack that were not open yet and had to be loaded. */
  loaded: z.array(z.string()),
  /** The most memory that the engine held while it worked, bytes. */
  peakBytes: z.number(),
});
export type Diffusion = z.infer<typeof Diffusion>;

const TensorShape = z.object({
  name: z.string(),
  type: z.string(),
  /** A free dimension is given by its name. */
  dims: z.array(z.union([z.number(), z.string()])),
});

/** What a diffusion pack turned out to be when all of its parts were loaded and run once. */
export const PackTrial = z.object({
  family: z.enum(["sd", "sdxl"]),
  /** Frames of a motion pack's window; null for pictures. */
  window: z.int().nullable(),
  /** It has a VAE encoder: pictures from pictures. */
  fromPicture: z.boolean(),
  parts: z.array(
    z.object({
      /** Its folder in the pack. */
      name: z.string(),
      inputs: z.array(TensorShape),
      outputs: z.array(TensorShape),
      weightBytes: z.number(),
      loadMs: z.number(),
    }),
  ),
  /** Element type of the UNet's latents. */
  precision: z.enum(["float16", "float32", "float64"]),
  /** Pixels; the pack's own when `fixed`, else what it was tried at. Free sides are multiples of `multiple`. */
  size: z.object({ width: z.int(), height: z.int(), fixed: z.boolean(), multiple: z.int() }),
  /** With guidance the UNet runs: once on a batch of two, twice, or once as it is (LCM). */
  guidanceRuns: z.enum(["batch", "twice", "embedded"]),
  scheduler: z.string(),
  steps: z.int(),
  guidance: z.number(),
  loadMs: z.number(),
  /** One denoising step without guidance, and decoding one frame, at `size`. */
  stepMs: z.number(),
  decodeMs: z.number(),
});
export type PackTrial = z.infer<typeof PackTrial>;

/**
 * Every task of the engine: what it takes and gives. `packDir` is the pack's
 * folder, `outDir` an existing empty folder for the files of the result.
 */
export const ENGINE_TASKS = {
  /** Tries each provider with a real tiny run. */
  probe: { input: z.object({}), output: z.array(ProviderStatus) },
  /** Reads a prompt with a painter pack's reader. */
  read: { input: z.object({ packDir: z.string(), text: z.string(), provider: Provider }), output: Reading },
  /** Paints one shot: layer and mask files and `plate.json` into `outDir`. */
  paint: {
    input: z.object({
      packDir: z.string(),
      shot: Shot,
      size: Size,
      /** See contract/plate.ts. */
      overscan: z.number().min(1).max(1.5),
      provider: Provider,
      outDir: z.string(),
    }),
    output: Plate,
  },
  /** Makes a picture, or the frames of a clip, with a diffusion pack. */
  diffuse: {
    input: z.object({
      packDir: z.string(),
      prompt: z.string(),
      /** What the picture should not be; only seen with guidance. Empty: nothing. */
      negative: z.string(),
      seed: z.int().nonnegative(),
      /** Pixels; the nearest size that the pack accepts is made. */
      width: z.int().positive(),
      height: z.int().positive(),
      /** Sides are multiples of this, where a trial of the pack has found it out. */
      multiple: z.int().positive().optional(),
      /** The pack's own defaults when left out. */
      steps: z.int().min(1).max(1000).optional(),
      guidance: z.number().min(0).max(100).optional(),
      /** Motion packs only. */
      frames: z.int().positive().optional(),
      /** The picture to start from; cropped to the shape that is made. 0 keeps it, 1 keeps nothing of it. */
      init: RawPicture.extend({ strength: z.number().min(0).max(1) }).optional(),
      provider: Provider,
      outDir: z.string(),
    }),
    output: Diffusion,
  },
  /** Loads every part of a diffusion pack, runs one step and decodes a small picture. */
  "try-pack": { input: z.object({ packDir: z.string(), provider: Provider }), output: PackTrial },
  /** Finds out how far away everything in a picture is, with a depth network. */
  depth: {
    input: z.object({
      /** The network's .onnx file. */
      model: z.string(),
      /** Its preprocessor_config.json, which tells how pictures are made ready; null when it has none. */
      preprocessor: z.string().nullable(),
      near: NearValues,
      /** Pixels that it is at home with; sides that its graph leaves free are multiples of `multiple`. */
      size: z.object({
        width: z.int().positive(),
        height: z.int().positive(),
        multiple: z.int().positive(),
      }),
      picture: RawPicture,
      provider: Provider,
      /** Where the map goes: rows of float32, little-endian, from 0 (the farthest) to 1 (the nearest). */
      out: z.string(),
    }),
    output: z.object({
      /** Of the map; it covers the whole picture. */
      width: z.int().positive(),
      height: z.int().positive(),
    }),
  },
  /** Loads a voice, a matting or a depth network, and runs it once on nothing in particular. */
  "try-network": {
    input: z.object({ file: z.string(), provider: Provider }),
    output: z.object({
      loadMs: z.number(),
      runMs: z.number(),
      /** Sides of the picture that it was given, pixels; null for voices. */
      size: z.object({ width: z.int(), height: z.int() }).nullable(),
    }),
  },
} as const;
export type EngineTasks = typeof ENGINE_TASKS;
export type TaskName = keyof EngineTasks;
export type TaskInput<N extends TaskName> = z.infer<EngineTasks[N]["input"]>;
export type TaskOutput<N extends TaskName> = z.infer<EngineTasks[N]["output"]>;

/** Main to engine. */
export const EngineRequest = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("run"),
    version: z.int(),
    id: z.int(),
    task: z.string(),
    input: z.unknown(),
    /** Whether anybody listens: previews are large. */
    progress: z.boolean(),
  }),
  /** Soft cancel: the task ends between two steps. */
  z.object({ type: z.literal("cancel"), id: z.int() }),
]);
export type EngineRequest = z.infer<typeof EngineRequest>;

/** Engine to main. `inferenceMs` is the sum of all `session.run` of the task. */
export const EngineEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), version: z.int(), pid: z.int() }),
  z.object({
    type: z.literal("progress"),
    id: z.int(),
    fraction: z.number(),
    detail: z.string(),
    preview: Preview.optional(),
  }),
  z.object({ type: z.literal("done"), id: z.int(), output: z.unknown(), inferenceMs: z.number() }),
  z.object({
    type: z.literal("failed"),
    id: z.int(),
    code: z.string(),
    message: z.string(),
    hint: z.string(),
    text: ProblemText.optional(),
    inferenceMs: z.number(),
  }),
]);
export type EngineEvent = z.infer<typeof EngineEvent>;
export type EngineFailure = Extract<EngineEvent, { type: "failed" }>;
