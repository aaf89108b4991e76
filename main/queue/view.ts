/** Jobs and generations as the window sees them. */
import { STAGES } from "#contract/draft.ts";
import type { Clip, JobPhase, QueueJob } from "#contract/queue.ts";
import type { Generation, Job } from "#main/library/index.ts";

/** Phases that a job does not leave by itself. */
export const HAS_ENDED: readonly JobPhase[] = ["done", "failed", "cancelled"];

/** A job of the library as the queue shows it. */
export function viewJob(job: Job, stopping: QueueJob["stopping"] = null): QueueJob {
  const phase = phaseOf(job);
  return {
    id: job.id,
    phase,
    stopping: phase === "running" ? stopping : null,
    request: job.request,
    batch: job.batch,
    createdAt: job.createdAt,
    endedAt: HAS_ENDED.includes(phase) ? job.updatedAt : null,
    error: job.error,
    generation: job.generation,
    finished: STAGES.filter((stage) => job.stages.some((done) => done.stage === stage)),
  };
}

function phaseOf({ state, held }: Job): JobPhase {
  if (state !== "queued") return state;
  return held ? "held" : "waiting";
}

/** A generation as the player shows it. */
export function viewClip(generation: Generation): Clip {
  const { id, request, parent, storyboard, width, height, createdAt } = generation;
  const { sha256, extension } = generation.files.find((file) => file.role === "clip")!;
  return {
    ...{ id, request, parent, width, height, createdAt },
    url: `media/${sha256}${extension}`,
    fps: storyboard.fps,
    frames: storyboard.frames,
    notes: storyboard.notes,
  };
}
