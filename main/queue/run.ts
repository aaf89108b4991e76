/** One draft of the queue while it is made: its progress, its previews and its end. */
import type { Provider } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import type { JobProgress, QueueJob } from "#contract/queue.ts";
import { type Drafted, draft, estimateDraft } from "#main/draft/index.ts";
import { type Engine, resolveProvider } from "#main/inference/index.ts";
import type { Job, Library } from "#main/library/index.ts";
import { BUILT_IN_PACK, findPack } from "#main/packs/index.ts";
import { surfaceFromRgb, surfaceFromRgba } from "#native/canvas/index.ts";
import type { Previews } from "./previews.ts";
import { ProgressMeter } from "./progress.ts";

/** About ten times a second is as often as anybody sees. */
const TOLD_EVERY_MS = 100;

/** Why a run is to end before its draft is made; "close": it waits again, since queue or program pause. */
export type StopReason = NonNullable<QueueJob["stopping"]> | "close";

export interface RunOptions {
  job: Job;
  library: Library;
  engine: Engine;
  previews: Previews;
  /** What to run on where the request does not say. */
  provider: Provider | undefined;
  onProgress: (progress: JobProgress) => void;
}

export class Run {
  readonly job: Job;
  /** Rejects with what the draft throws. */
  readonly drafted: Promise<Drafted>;
  readonly #options: RunOptions;
  readonly #abort = new AbortController();
  #meter: ProgressMeter | undefined;
  #preview: number | null = null;
  /** Frames of the clip itself are shown. */
  #moves = false;
  #stopping: StopReason | null = null;
  #toldAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RunOptions) {
    this.job = options.job;
    this.#options = options;
    this.drafted = this.#draft().finally(() => clearTimeout(this.#timer));
  }

  get stopping(): StopReason | null {
    return this.#stopping;
  }

  /** Ends the draft between two steps; when that was asked for before, kills the step that runs. */
  stop(reason: StopReason): void {
    if (this.#stopping !== null) this.#options.engine.kill();
    this.#stopping = reason;
    this.#abort.abort(new Problem("cancelled", "Cancelled.", "Start it again when you like."));
  }

  /** Takes `stop` back: what ends already is not held up, but the job then waits at its place, and goes on. */
  waitAgain(): void {
    if (this.#stopping !== null) this.#stopping = "close";
  }

  async #draft(): Promise<Drafted> {
    const { job, library, engine, previews, provider } = this.#options;
    const { request } = job;
    const pack = await findPack(request.pack, library.home);
    const reader = pack.card.kind === "painter" ? pack : await findPack(BUILT_IN_PACK, library.home);
    const runsOn = await resolveProvider(library.home.providers, request.provider ?? provider);
    const meter = new ProgressMeter(await estimateDraft(request, { library, pack, provider: runsOn }));
    this.#meter = meter;
    return draft({
      ...{ request, library, pack, reader, engine },
      job: job.id,
      provider: runsOn,
      ...(job.out !== null && { out: job.out }),
      signal: this.#abort.signal,
      onProgress: (progress) => {
        meter.update(progress);
        this.#tell();
      },
      onPreview: ({ rgb, width, height }) =>
        previews.add(job.id, surfaceFromRgb(rgb, width, height), this.#shown),
      onPlate: (still) => {
        // Of a clip that moves already, a still would be a step back.
        if (!this.#moves) previews.add(job.id, still, this.#shown);
      },
      onFrame: ({ rgba, width, height }) => {
        this.#moves = true;
        previews.add(job.id, surfaceFromRgba(new Uint8ClampedArray(rgba), width, height), this.#shown);
      },
    });
  }

  readonly #shown = (number: number) => {
    this.#preview = number;
    this.#tell();
  };

  /** Tells now, or when the last time is long enough ago. */
  #tell(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#toldAt + TOLD_EVERY_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#toldAt = performance.now();
      const reached = this.#meter!.view();
      this.#options.onProgress({ id: this.job.id, ...reached, preview: this.#preview });
    }, wait);
  }
}
