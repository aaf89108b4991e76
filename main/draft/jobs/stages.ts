/** Runs the stages of one draft: each from the cache or afresh, ending all of them when one fails. */
import type { Stage } from "#contract/draft.ts";
import type { Preview } from "#contract/engine.ts";
import type { Engine } from "#main/inference/index.ts";
import type { DrawnFrame, StageFunction } from "../stage.ts";
import type { StageCache } from "./cache.ts";
import { type Json, keyOf } from "./key.ts";

/** What happens to a stage while a draft runs. `part` counts the runs of a stage that runs once a shot. */
export interface StageProgress {
  stage: Stage;
  part: number;
  parts: number;
  /** 0 to 1; 1 is the end. */
  fraction: number;
  cached: boolean;
  /** Milliseconds, at the end. */
  ms: number;
}

/** A picture of shot `part` that is finished before its stage is. */
export interface StagePreview extends Preview {
  part: number;
}

export interface StageRun<Input, Output> {
  stage: Stage;
  part?: number;
  parts?: number;
  /** Everything that the output depends on, besides the stage's own version. */
  identity: Json;
  input: Input;
  /** Whether what was kept of an earlier run stands; else the stage runs again. Always when left out. */
  stands?: (output: Output) => boolean;
  /** The stage's function, loaded only when it must run. */
  load: () => Promise<StageFunction<Input, Output>>;
}

export interface Finished<Output> {
  key: string;
  dir: string;
  output: Output;
  ms: number;
  cached: boolean;
}

/** Raised with every change of a stage's output for the same input: older results are then not used any more. */
const VERSIONS: Record<Exclude<Stage, "store">, number> = {
  plan: 5,
  speak: 1,
  paint: 3,
  animate: 1,
  score: 2,
  mix: 2,
  check: 1,
};
type CachedStage = keyof typeof VERSIONS;

export interface StageRunnerOptions {
  cache: StageCache;
  engine: Engine;
  signal: AbortSignal;
  /** Called once, before the first stage that is not in the cache; what it throws fails that stage. */
  onWork: () => void;
  onProgress: (progress: StageProgress) => void;
  onPreview?: (preview: StagePreview) => void;
  onFrame?: ((frame: DrawnFrame) => void) | undefined;
  onFinished: (progress: StageProgress & { key: string }) => void;
}

export class StageRunner {
  readonly #options: StageRunnerOptions;
  readonly #failure = new AbortController();
  readonly #signal: AbortSignal;
  readonly #running = new Set<Promise<unknown>>();
  readonly #made: string[] = [];
  #working = false;

  constructor(options: StageRunnerOptions) {
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#failure.signal]);
  }

  /** Keys of the results that this runner made. */
  get made(): readonly string[] {
    return this.#made;
  }

  /** Starts a stage; the first that fails ends the others. */
  run<Input, Output>(run: StageRun<Input, Output> & { stage: CachedStage }): Promise<Finished<Output>> {
    const finished = this.#run(run);
    this.#running.add(finished);
    finished.catch((error) => this.#failure.abort(error));
    return finished;
  }

  /** Awaits `work`, and when it fails the end of every stage; throws what failed first, or why the caller ended it. */
  async whole<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      this.#failure.abort(error);
      await Promise.allSettled(this.#running);
      const { signal } = this.#options;
      throw signal.aborted ? signal.reason : this.#failure.signal.reason;
    }
  }

  async #run<Input, Output>(
    run: StageRun<Input, Output> & { stage: CachedStage },
  ): Promise<Finished<Output>> {
    const { cache, engine, onFinished } = this.#options;
    const { stage, part = 0, parts = 1 } = run;
    const key = keyOf({ stage, version: VERSIONS[stage], input: run.identity });
    const started = performance.now();
    let result = cache.find(key);
    if (result && run.stands?.(result.output as Output) === false) {
      await cache.remove(key);
      result = undefined;
    }
    const cached = result !== undefined;
    if (result === undefined) {
      this.#signal.throwIfAborted();
      if (!this.#working) this.#options.onWork();
      this.#working = true;
      const work = await run.load();
      result = await cache.make(key, (dir) =>
        work(run.input, {
          dir,
          engine,
          signal: this.#signal,
          progress: (fraction) =>
            // The end is told when the result is safe.
            this.#options.onProgress({
              stage,
              part,
              parts,
              fraction: Math.min(fraction, 0.999),
              cached,
              ms: 0,
            }),
          preview: (frame) => this.#options.onPreview?.({ ...frame, part }),
          onFrame: this.#options.onFrame,
        }),
      );
      this.#made.push(key);
    }
    const ms = performance.now() - started;
    onFinished({ stage, part, parts, fraction: 1, cached, ms, key });
    return { key, dir: result.dir, output: result.output as Output, ms, cached };
  }
}
