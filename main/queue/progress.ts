/** How far a draft is, and how long it will still take, from what its stages tell. */
import type { DraftEstimate, Stage } from "#contract/draft.ts";
import type { JobProgress } from "#contract/queue.ts";
import type { StageProgress } from "#main/draft/index.ts";

/** Stages that wait for each other, with their usual shares of the time; sound is made beside them. */
const USUAL = { plan: 0.04, paint: 0.3, animate: 0.46, mix: 0.09, check: 0.09, store: 0.02 } as const;
type PathStage = keyof typeof USUAL;
const PATH = Object.keys(USUAL) as PathStage[];
/** Before so much of the expected work is done, how it compares with the expectation says nothing. */
const TELLING_MS = 800;

interface StageState {
  parts: number[];
  cached: boolean;
}

export type Reached = Omit<JobProgress, "id" | "preview">;

export class ProgressMeter {
  /** Of each stage: milliseconds where they are known, else shares. */
  readonly #expected: Record<PathStage, number>;
  readonly #isMeasured: boolean;
  readonly #now: () => number;
  readonly #started: number;
  readonly #stages = new Map<Stage, StageState>();
  #latest: { stage: Stage; part: number; parts: number } = { stage: "plan", part: 0, parts: 1 };
  #fraction = 0;

  constructor(estimate: DraftEstimate, now: () => number = () => performance.now()) {
    this.#isMeasured = estimate.ms !== null;
    this.#expected = expectedOf(estimate);
    this.#now = now;
    this.#started = now();
  }

  update({ stage, part, parts, fraction, cached }: StageProgress): void {
    const state = this.#stages.get(stage) ?? { parts: [], cached: true };
    const all = Array.from({ length: parts }, (_, i) => state.parts[i] ?? 0);
    all[part] = Math.max(all[part]!, fraction);
    this.#stages.set(stage, { parts: all, cached: state.cached && cached });
    if (stage in USUAL && fraction < 1) this.#latest = { stage, part, parts };
  }

  view(): Reached {
    const elapsedMs = this.#now() - this.#started;
    const total = PATH.reduce((sum, stage) => sum + this.#expected[stage], 0);
    const done = PATH.reduce((sum, stage) => sum + this.#of(stage) * this.#expected[stage], 0);
    // What is told never goes back, though the number of parts may grow.
    this.#fraction = Math.min(1, Math.max(this.#fraction, done / total));
    return {
      ...this.#shown(),
      stages: Object.fromEntries([...this.#stages.keys()].map((stage) => [stage, this.#of(stage)])),
      fraction: this.#fraction,
      elapsedMs,
      remainingMs: this.#isMeasured ? (total - done) * this.#pace(elapsedMs) : null,
    };
  }

  /** The first stage on the path that is not finished, and of its parts the one that moved last. */
  #shown(): { stage: Stage; part: number; parts: number } {
    const stage = PATH.find((candidate) => this.#of(candidate) < 1) ?? "store";
    if (this.#latest.stage === stage) return this.#latest;
    return { stage, part: 0, parts: this.#stages.get(stage)?.parts.length ?? 1 };
  }

  #of(stage: Stage): number {
    const parts = this.#stages.get(stage)?.parts;
    return parts === undefined ? 0 : parts.reduce((sum, fraction) => sum + fraction, 0) / parts.length;
  }

  /** How this run compares with the expectation; what was found finished took no time. */
  #pace(elapsedMs: number): number {
    const made = PATH.filter((stage) => this.#stages.get(stage)?.cached === false);
    const done = made.reduce((sum, stage) => sum + this.#of(stage) * this.#expected[stage], 0);
    return done > TELLING_MS ? Math.min(3, Math.max(0.4, elapsedMs / done)) : 1;
  }
}

function expectedOf({ ms, paintMs }: DraftEstimate): Record<PathStage, number> {
  if (ms === null || paintMs === null) return { ...USUAL };
  const rest = (ms - paintMs) / (1 - USUAL.paint);
  const times = PATH.map((stage) => [stage, stage === "paint" ? paintMs : USUAL[stage] * rest]);
  return Object.fromEntries(times) as Record<PathStage, number>;
}
