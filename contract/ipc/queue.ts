/** Calls and events about drafting: the queue, what it will take, and what came of it. */
import { z } from "zod";
import { DraftEstimate, Init } from "../draft.ts";
import { Changed, ItemId } from "../library.ts";
import {
  Clip,
  DraftChoices,
  DraftWish,
  GenerationId,
  JobId,
  JobPhase,
  JobProgress,
  PictureFile,
  QueueState,
} from "../queue.ts";
import { call } from "./define.ts";

const Job = z.strictObject({ id: JobId });

export const QUEUE_CALLS = {
  "queue.state": call(z.void(), QueueState),
  /** Adds a draft to the end of the queue. */
  "queue.draft": call(DraftWish, z.object({ id: JobId })),
  /** Adds drafts that are the same but for their seeds; gives what they are together. */
  "queue.vary": call(
    z.strictObject({ wish: DraftWish, count: z.int().min(1).max(9) }),
    z.object({ ids: z.array(JobId), batch: z.string() }),
  ),
  /** On a studio where nothing was ever drafted: begins a sample. */
  "queue.sample": call(
    z.strictObject({ language: z.enum(["en", "zh-CN"]) }),
    z.object({ begun: z.boolean() }),
  ),
  "queue.estimate": call(DraftWish, DraftEstimate),
  "queue.choices": call(z.void(), DraftChoices),
  /** The latest prompts, each once; none while the user does not want them kept. */
  "queue.prompts": call(z.void(), z.array(z.string())),
  /** Forgets the prompts; `library.undo` brings them back. */
  "queue.clearPrompts": call(z.void(), Changed),
  /** Keeps a picture for a draft to start from. */
  "queue.picture": call(PictureFile, Init.pick({ sha256: true, extension: true })),
  /** Keeps a picture of a library item for a draft to start from: of a clip this frame, else that of its poster. */
  "queue.still": call(
    z.strictObject({ id: ItemId, frame: z.int().min(0).max(10_000_000).optional() }),
    Init.pick({ sha256: true, extension: true }),
  ),
  /** What a generation looks like to the player. */
  "queue.clip": call(z.strictObject({ id: GenerationId }), Clip),
  /** Ends a job: a running one softly, and at once when it is told again. */
  "queue.cancel": call(Job, z.void()),
  /** Holds a job back; a running one ends softly and keeps its finished stages. */
  "queue.hold": call(Job, z.void()),
  /** Lets a job go on that is held, was interrupted, was cancelled or failed. */
  "queue.continue": call(Job, z.void()),
  /** Takes the cancelling or dismissing of a job back: it is again what it was, in front of `before` or at the end. */
  "queue.restore": call(z.strictObject({ id: JobId, was: JobPhase, before: JobId.nullable() }), z.void()),
  /** Puts a job that waits in front of another, or at the end. */
  "queue.move": call(z.strictObject({ id: JobId, before: JobId.nullable() }), z.void()),
  /** Shows a job no more. What it made stays in the library. */
  "queue.dismiss": call(Job, z.void()),
  /** Begins no further job; the running one is held softly. */
  "queue.pause": call(z.void(), z.void()),
  "queue.resume": call(z.void(), z.void()),
};

export const QUEUE_EVENTS = {
  "queue.changed": QueueState,
  /** Of the running job, about ten times a second at most. */
  "queue.progress": JobProgress,
};
