/** A job: a draft that waits, runs, or ended one way or the other. */
import { DraftRequest, type Stage } from "#contract/draft.ts";
import type { WireProblem } from "#contract/problem.ts";

export const JOB_STATES = ["queued", "running", "interrupted", "done", "failed", "cancelled"] as const;
export type JobState = (typeof JOB_STATES)[number];

/** How often a running job says that it lives, and how long it is believed after. */
export const HEARTBEAT_MS = 2_000;
export const SILENT_MS = 60_000;

export interface JobStage {
  stage: Stage;
  part: number;
  key: string;
  ms: number;
  cached: boolean;
}

export interface Job {
  id: string;
  state: JobState;
  /** Waits, but is not to be begun. */
  held: boolean;
  /** What it was asked for together with; null when alone. */
  batch: string | null;
  request: DraftRequest;
  out: string | null;
  createdAt: number;
  updatedAt: number;
  error: WireProblem | null;
  generation: string | null;
  stages: JobStage[];
}

/** A draft that was done here, as a measure of the next. */
export interface MeasuredJob {
  request: DraftRequest;
  /** The execution provider that it ran on. */
  provider: string;
  stages: JobStage[];
}

/** A request as the library keeps it: equal requests give equal text. */
export function requestText(request: DraftRequest): string {
  return JSON.stringify(DraftRequest.parse(request));
}
