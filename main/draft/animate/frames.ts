/**
 * Renders the frames of a storyboard on several threads and gives them in order.
 *
 * Every frame depends on its number alone, so the number of threads changes nothing
 * but the speed. Frames come through shared memory, a few slots in turn.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { Problem, type ProblemCode } from "#contract/problem.ts";
import type { Storyboard } from "#contract/storyboard.ts";
import { readManifest } from "./manifest.ts";
import type { FiledPlate } from "./plate.ts";
import { frameOf } from "./size.ts";

export interface RenderInput {
  readonly storyboard: Storyboard;
  /** The folder of each shot's plate. */
  readonly plates: readonly string[];
}

export interface RenderOptions {
  /** Threads; by default one a core, four at most. */
  readonly workers?: number;
  readonly signal?: AbortSignal | undefined;
  /** Filled in as frames are made. */
  readonly stats?: RenderStats;
}

/** What rendering cost, summed over the threads; milliseconds. */
export interface RenderStats {
  frames: number;
  /** Loading plates and preparing elements. */
  prepareMs: number;
  /** Skia drawing, to the last pixel, and reading the pixels back. */
  drawMs: number;
}

export function renderStats(): RenderStats {
  return { frames: 0, prepareMs: 0, drawMs: 0 };
}

/** To a worker: what there is to draw, and where to; its first message. */
export interface WorkerSetup {
  readonly type: "setup";
  readonly storyboard: Storyboard;
  readonly plates: readonly FiledPlate[];
  readonly slots: readonly SharedArrayBuffer[];
}

/** To a worker: draw this frame into this slot. */
export interface FrameOrder {
  readonly type: "frame";
  readonly frame: number;
  readonly slot: number;
}

/** From a worker: the frame is there, or what went wrong. */
export type FrameReport =
  | { type: "done"; frame: number; slot: number; prepareMs: number; drawMs: number }
  | { type: "failed"; problem: { code: ProblemCode; message: string; hint: string } | null; error: unknown };

/** More threads than this only wait for the encoder. */
const MOST_WORKERS = 4;
/** Frames that a thread may be ahead. */
const SLOTS_PER_WORKER = 2;
/** A consumer may still hold the frame before the one it asks for. */
const HELD = 2;

/**
 * The storyboard's frames in order: raw opaque RGBA8, width * height * 4 bytes. A frame's
 * bytes are valid until the next but one is asked for.
 * @throws Problem "corrupt-media" for a broken plate, "cancelled" when the signal aborts.
 */
export async function* renderFrames(
  input: RenderInput,
  options: RenderOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  const { storyboard } = input;
  const total = storyboard.frames;
  const { width, height } = frameOf(storyboard);
  const plates = await Promise.all(input.plates.map(readManifest));
  const count = Math.max(1, Math.min(options.workers ?? usualWorkers(), total));
  const slots = Array.from(
    { length: count * SLOTS_PER_WORKER + HELD },
    () => new SharedArrayBuffer(width * height * 4),
  );
  const setup: WorkerSetup = { type: "setup", storyboard, plates, slots };
  const pool = new Pool(setup, count, total, options.stats);
  try {
    const given: number[] = [];
    for (let frame = 0; frame < total; frame++) {
      if (given.length === HELD) pool.free(given.shift()!);
      const slot = await pool.take(frame, options.signal);
      given.push(slot);
      yield new Uint8Array(slots[slot]!);
    }
  } finally {
    await pool.close();
  }
}

function usualWorkers(): number {
  return Math.min(MOST_WORKERS, availableParallelism());
}

/** Threads that were started before there was anything to draw. */
const spare: Worker[] = [];

/** Starts the threads of the next rendering: they load what they need while the caller waits for something else. */
export function warmUp(): void {
  while (spare.length < usualWorkers()) {
    const worker = startWorker();
    // Nobody may ever need it.
    worker.unref();
    // What is wrong then is told by the thread that is started in its place.
    const forget = () => void (spare.includes(worker) && spare.splice(spare.indexOf(worker), 1));
    worker.once("error", forget);
    worker.once("exit", forget);
    spare.push(worker);
  }
}

function startWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url));
}

class Pool {
  #workers: Worker[];
  #idle: Worker[];
  #freeSlots: number[];
  #next = 0;
  #total: number;
  /** Finished frames that wait to be taken: frame -> slot. */
  #ready = new Map<number, number>();
  #failure: unknown = null;
  #wake: (() => void) | null = null;

  constructor(setup: WorkerSetup, count: number, total: number, stats: RenderStats | undefined) {
    this.#total = total;
    this.#freeSlots = setup.slots.map((_, slot) => slot);
    this.#workers = Array.from({ length: count }, () => {
      const worker = spare.shift() ?? startWorker();
      worker.ref();
      worker.postMessage(setup);
      worker.on("message", (report: FrameReport) => {
        if (report.type === "failed") return this.#fail(asError(report));
        this.#ready.set(report.frame, report.slot);
        if (stats) {
          stats.frames += 1;
          stats.prepareMs += report.prepareMs;
          stats.drawMs += report.drawMs;
        }
        this.#idle.push(worker);
        this.#order();
        this.#wake?.();
      });
      worker.on("error", (error) => this.#fail(error));
      return worker;
    });
    this.#idle = [...this.#workers];
    this.#order();
  }

  /** Waits for a frame; its slot is not used again before `free`. */
  async take(frame: number, signal: AbortSignal | undefined): Promise<number> {
    const cancel = () => this.#fail(new Problem("cancelled", "The draft was cancelled.", "Start it again."));
    if (signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel);
    try {
      for (;;) {
        if (this.#failure) throw this.#failure;
        const slot = this.#ready.get(frame);
        if (slot !== undefined) {
          this.#ready.delete(frame);
          return slot;
        }
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  free(slot: number): void {
    this.#freeSlots.push(slot);
    this.#order();
  }

  async close(): Promise<void> {
    this.#next = this.#total;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  /** Hands out frames in order, so that the one that is waited for is always being made. */
  #order(): void {
    while (this.#next < this.#total && this.#idle.length > 0 && this.#freeSlots.length > 0) {
      const order: FrameOrder = { type: "frame", frame: this.#next++, slot: this.#freeSlots.pop()! };
      this.#idle.shift()!.postMessage(order);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake?.();
  }
}

function asError(report: Extract<FrameReport, { type: "failed" }>): unknown {
  const { problem, error } = report;
  return problem ? new Problem(problem.code, problem.message, problem.hint) : error;
}
