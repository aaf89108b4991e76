/**
 * Makes one draft after the other, with one engine that keeps its models open from draft to draft. What waits,
 * and in which order, is in the library, so that it outlives the program:
 *
 * - a draft that the closing program ended waits again at its place, and goes on when the program is back;
 * - one that a crash ended is shown as interrupted, and goes on when the user says so: what brought the program
 *   down must not do so again at every start.
 *
 * Finished stages are in the cache either way, and are not made again.
 */
import { randomUUID } from "node:crypto";
import type { DraftEstimate, DraftRequest, Provider } from "#contract/draft.ts";
import { Problem, type WireProblem } from "#contract/problem.ts";
import type { DraftWish, JobProgress, QueueJob, QueueState } from "#contract/queue.ts";
import { estimateDraft } from "#main/draft/index.ts";
import { type Engine, type EngineOptions, resolveProvider, startEngine } from "#main/inference/index.ts";
import type { Job, Library, Repositories } from "#main/library/index.ts";
import { findPack } from "#main/packs/index.ts";
import { Previews } from "./previews.ts";
import { Run, type StopReason } from "./run.ts";
import { HAS_ENDED, viewJob } from "./view.ts";
import { anySeed, requestOf } from "./wish.ts";

/** An engine without work gives its memory back after so long. */
const IDLE_MS = 5 * 60 * 1000;

export interface QueueOptions {
  library: Library;
  engine?: EngineOptions;
  /** What to run on where a request does not say; the machine's best when it gives nothing. */
  provider?: () => Provider | undefined;
  /** Whether prompts are kept to be offered again; they are when left out. */
  keepsPrompts?: () => boolean;
  onChanged?: (state: QueueState) => void;
  /** Of the running draft, about ten times a second at most. */
  onProgress?: (progress: JobProgress) => void;
  /** A draft was made or failed; not told of those that the user stopped. */
  onEnded?: (job: QueueJob) => void;
  /** An error that is a fault of ours. */
  onFault?: (error: unknown) => void;
}

export class DraftQueue {
  readonly previews = new Previews();
  readonly #options: QueueOptions;
  readonly #library: Library;
  readonly #engine: Engine;
  #jobs: readonly Job[] = [];
  #paused = false;
  #run: Run | undefined;
  /** Resolves when what runs has ended and was written down. */
  #running: Promise<void> = Promise.resolve();
  #closing = false;
  /** Changes of the queue, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  private constructor(options: QueueOptions) {
    this.#options = options;
    this.#library = options.library;
    this.#engine = startEngine(options.engine);
  }

  /** Opens the queue of a library, and goes on with what waits unless it was paused. */
  static async open(options: QueueOptions): Promise<DraftQueue> {
    const queue = new DraftQueue(options);
    await queue.#change(({ jobs }) => jobs.markInterrupted());
    return queue;
  }

  get state(): QueueState {
    const stopping = this.#run?.stopping;
    const shown = stopping === "close" || stopping === undefined ? null : stopping;
    return { paused: this.#paused, jobs: this.#jobs.map((job) => viewJob(job, shown)) };
  }

  /** The engine's process, while there is one. */
  get enginePid(): number | undefined {
    return this.#engine.pid;
  }

  /** Adds a draft to the end. Throws Problem when the wish cannot be met; gives the job's id. */
  async draft(wish: DraftWish): Promise<string> {
    const request = await requestOf(wish, this.#library);
    await findPack(request.pack, this.#library.home);
    const [id] = await this.#change((repositories) => this.#add(repositories, [request], null));
    return id!;
  }

  /** Adds drafts that differ in their seeds only. */
  async vary(wish: DraftWish, count: number): Promise<{ ids: string[]; batch: string }> {
    const request = await requestOf(wish, this.#library);
    await findPack(request.pack, this.#library.home);
    const batch = randomUUID();
    const requests = Array.from({ length: count }, () => ({ ...request, seed: anySeed() }));
    const ids = await this.#change((repositories) => this.#add(repositories, requests, batch));
    return { ids, batch };
  }

  async #add(
    { queue, prompts }: Repositories,
    requests: readonly DraftRequest[],
    batch: string | null,
  ): Promise<string[]> {
    const ids = await queue.add(requests, batch);
    if (this.#options.keepsPrompts?.() !== false) await prompts.keep(requests[0]!.prompt);
    return ids;
  }

  /** Adds `wish` where nothing was ever drafted; tells whether it did. */
  async sample(wish: DraftWish): Promise<boolean> {
    const request = await requestOf(wish, this.#library);
    return this.#change(async ({ queue }) => {
      const untouched = await queue.isUntouched();
      if (untouched) await queue.add([request], null);
      return untouched;
    });
  }

  /** What a draft of this wish will take. */
  async estimate(wish: DraftWish): Promise<DraftEstimate> {
    const library = this.#library;
    const request = await requestOf(wish, library);
    const asked = request.provider ?? this.#options.provider?.();
    const [pack, provider] = await Promise.all([
      findPack(request.pack, library.home),
      resolveProvider(library.home.providers, asked),
    ]);
    return estimateDraft(request, { library, pack, provider });
  }

  /** Ends a job: what runs softly, or at once when it was told before. */
  async cancel(id: string): Promise<void> {
    if (this.#stopRun(id, "cancel")) return;
    await this.#change(async ({ jobs }) => {
      if (!this.#is(id, "queued", "interrupted")) return;
      await jobs.fail(id, { code: "cancelled", message: "Cancelled.", hint: "" });
    });
  }

  /** Holds a job back; what runs ends softly. */
  async hold(id: string): Promise<void> {
    if (this.#stopRun(id, "pause")) return;
    await this.#change(async ({ queue }) => {
      if (this.#is(id, "queued")) await queue.wait(id, { held: true });
    });
  }

  /** Lets a job go on that is held, interrupted, cancelled or failed. */
  async continue(id: string): Promise<void> {
    await this.#change(async ({ queue }) => {
      if (this.#is(id, "queued", "interrupted")) await queue.wait(id, { held: false });
      else if (this.#is(id, "failed", "cancelled")) await queue.again(id, { held: false });
    });
  }

  /**
   * Takes the cancelling or dismissing of a job back, which `was` in that phase and stood in front of `before`. One
   * that ran or waited waits again; one that was held back, or interrupted, is held back.
   */
  async restore(
    id: string,
    { was, before }: { was: QueueJob["phase"]; before: string | null },
  ): Promise<void> {
    if (this.#run?.job.id === id) {
      this.#run.waitAgain();
      this.#options.onChanged?.(this.state);
      return;
    }
    await this.#change(async ({ queue }) => {
      if (HAS_ENDED.includes(was)) await queue.show(id);
      else if (await queue.again(id, { held: was === "held" || was === "interrupted" })) {
        await queue.move(id, before);
      }
    });
  }

  /** Puts a job that waits in front of another one, or at the end. */
  async move(id: string, before: string | null): Promise<void> {
    await this.#change(async ({ queue }) => {
      if (this.#is(id, "queued", "interrupted")) await queue.move(id, before);
    });
  }

  /** Shows a job no more; one that runs is to be cancelled first. */
  async dismiss(id: string): Promise<void> {
    await this.#change(async ({ queue, jobs }) => {
      if (this.#is(id, "queued", "interrupted")) {
        await jobs.fail(id, { code: "cancelled", message: "Cancelled.", hint: "" });
      }
      if (!this.#is(id, "running")) await queue.dismiss(id);
    });
  }

  /** Begins no further job; the running one goes back to its place. */
  async pause(): Promise<void> {
    await this.#change(({ queue }) => queue.setPaused(true));
    this.#run?.stop("close");
    await this.#running;
  }

  async resume(): Promise<void> {
    await this.#change(({ queue }) => queue.setPaused(false));
  }

  /** Resolves when nothing runs any more. */
  async settled(): Promise<void> {
    while (this.#run !== undefined) await this.#running;
  }

  /** Ends what runs, so that it goes on with the next start, and the engine. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#idle);
    await this.#turn;
    this.#run?.stop("close");
    await this.#running;
    await this.#engine.close();
  }

  #stopRun(id: string, reason: StopReason): boolean {
    if (this.#run?.job.id !== id) return false;
    this.#run.stop(reason);
    this.#options.onChanged?.(this.state);
    return true;
  }

  /** Whether a job is in one of these states. Throws Problem "not-found" for one that is not in the queue. */
  #is(id: string, ...states: Job["state"][]): boolean {
    const job = this.#jobs.find((candidate) => candidate.id === id);
    if (job === undefined) {
      throw new Problem("not-found", "This draft is not in the queue any more.", "Draft it anew.", {
        text: { key: "draft-gone" },
      });
    }
    return states.includes(job.state);
  }

  /** Changes the library's queue in its turn, looks at it anew, and begins what is next. */
  #change<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(async () => {
      const repositories = await this.#library.repositories();
      const result = await work(repositories);
      this.#jobs = await repositories.queue.shown();
      this.#paused = await repositories.queue.isPaused();
      await this.#beginNext(repositories);
      this.#options.onChanged?.(this.state);
      return result;
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #beginNext({ queue }: Repositories): Promise<void> {
    if (this.#run !== undefined || this.#paused || this.#closing) return;
    const next = this.#jobs.find((job) => job.state === "queued" && !job.held);
    if (next === undefined) {
      this.#idle = setTimeout(() => this.#engine.kill(), IDLE_MS).unref();
      return;
    }
    clearTimeout(this.#idle);
    await queue.start(next.id);
    this.#jobs = await queue.shown();
    const { library, engine, previews } = {
      library: this.#library,
      engine: this.#engine,
      previews: this.previews,
    };
    const run = new Run({
      ...{ job: next, library, engine, previews },
      provider: this.#options.provider?.(),
      onProgress: (progress) => this.#options.onProgress?.(progress),
    });
    this.#run = run;
    this.#running = this.#finish(run);
  }

  /** Writes down how a run ended. */
  async #finish(run: Run): Promise<void> {
    const { id } = run.job;
    const failure = await run.drafted.then(
      () => undefined,
      (error: unknown) => error,
    );
    const stopped = failure !== undefined && run.stopping !== null;
    if (failure !== undefined && !(failure instanceof Problem)) this.#options.onFault?.(failure);
    try {
      await this.#change(async ({ queue, jobs }) => {
        this.#run = undefined;
        if (failure === undefined) return;
        if (stopped && run.stopping !== "cancel") await queue.wait(id, { held: run.stopping === "pause" });
        else await jobs.fail(id, stopped ? CANCELLED : told(failure));
      });
    } catch (error) {
      this.#options.onFault?.(error);
    }
    const ended = this.#jobs.find((job) => job.id === id);
    if (!stopped && ended !== undefined) this.#options.onEnded?.(viewJob(ended));
  }
}

const CANCELLED = { code: "cancelled", message: "Cancelled.", hint: "" };

function told(error: unknown): WireProblem {
  if (error instanceof Problem) return error.fields;
  return {
    code: "fault",
    message: "Something went wrong inside Understudy.",
    hint: "The log file has the details. Try again; if it happens again, please report it.",
  };
}
