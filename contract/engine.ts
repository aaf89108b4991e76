/**
 * The language between the main process and the engine, the child process that
 * owns every onnxruntime session. One task at a time; progress streams while it runs.
 */
import { z } from "zod";
import { Provider, Size } from "./draft.ts";
import { Plate } from "./plate.ts";
import { TOKEN_TAGS } from "./scenery.ts";
import { Shot } from "./storyboard.ts";

/** Raised with every incompatible change; both sides refuse another version. */
export const ENGINE_PROTOCOL_VERSION = 1;

export const ProviderStatus = z.object({
  provider: Provider,
  available: z.boolean(),
  /** Why not, in a sentence; empty when available. */
  reason: z.string(),
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
} as const;
export type EngineTasks = typeof ENGINE_TASKS;
export type TaskName = keyof EngineTasks;
export type TaskInput<N extends TaskName> = z.infer<EngineTasks[N]["input"]>;
export type TaskOutput<N extends TaskName> = z.infer<EngineTasks[N]["output"]>;

/** Main to engine. */
export const EngineRequest = z.discriminatedUnion("type", [
  z.object({ type: z.literal("run"), version: z.int(), id: z.int(), task: z.string(), input: z.unknown() }),
  /** Soft cancel: the task ends between two steps. */
  z.object({ type: z.literal("cancel"), id: z.int() }),
]);
export type EngineRequest = z.infer<typeof EngineRequest>;

/** Engine to main. `inferenceMs` is the sum of all `session.run` of the task. */
export const EngineEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), version: z.int(), pid: z.int() }),
  z.object({ type: z.literal("progress"), id: z.int(), fraction: z.number(), detail: z.string() }),
  z.object({ type: z.literal("done"), id: z.int(), output: z.unknown(), inferenceMs: z.number() }),
  z.object({
    type: z.literal("failed"),
    id: z.int(),
    code: z.string(),
    message: z.string(),
    hint: z.string(),
    inferenceMs: z.number(),
  }),
]);
export type EngineEvent = z.infer<typeof EngineEvent>;
