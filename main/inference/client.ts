/** Runs tasks in an engine process, one after the other, and outlives its crashes. */
import { fileURLToPath } from "node:url";
import { z } from "zod";
import {
  ENGINE_PROTOCOL_VERSION,
  ENGINE_TASKS,
  type EngineFailure,
  type TaskInput,
  type TaskName,
  type TaskOutput,
} from "#contract/engine.ts";
import { PROBLEM_CODES, Problem } from "#contract/problem.ts";
import type { Engine, RunOptions } from "./engine.ts";
import { cancelled, EngineProcess } from "./process.ts";

export interface EngineOptions {
  /** The module that the process runs; the product's own engine when left out. */
  entry?: string;
  /** How long a cancelled task may take to notice, milliseconds, before its process is killed. */
  graceMs?: number;
  /** Added to the environment of the process. */
  env?: NodeJS.ProcessEnv;
}

/** An engine whose process starts with the first task. Call `close` when done with it. */
export function startEngine(options: EngineOptions = {}): Engine {
  return new EngineClient(options);
}

class EngineClient implements Engine {
  inferenceMs = 0;
  readonly #entry: string;
  readonly #graceMs: number;
  readonly #env: NodeJS.ProcessEnv;
  #process: EngineProcess | undefined;
  #lastId = 0;
  readonly #turns = new Turns();
  /** Aborted by `close`. */
  readonly #closing = new AbortController();

  constructor(options: EngineOptions) {
    this.#entry = options.entry ?? fileURLToPath(new URL("../engine.ts", import.meta.url));
    this.#graceMs = options.graceMs ?? 1500;
    this.#env = { ...process.env, ...options.env };
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async run<N extends TaskName>(
    task: N,
    input: TaskInput<N>,
    options: RunOptions = {},
  ): Promise<TaskOutput<N>> {
    const checked = ENGINE_TASKS[task].input.safeParse(input);
    if (!checked.success) {
      throw new Problem(
        "bad-input",
        `The input of the engine's task "${task}" is wrong:\n${z.prettifyError(checked.error)}`,
        "Correct the value that is named.",
      );
    }
    const signal = options.signal
      ? AbortSignal.any([options.signal, this.#closing.signal])
      : this.#closing.signal;
    const leave = await this.#turns.take(signal);
    try {
      const output = await this.#runNow(task, checked.data, signal, options.onProgress);
      return ENGINE_TASKS[task].output.parse(output) as TaskOutput<N>;
    } finally {
      leave();
    }
  }

  kill(): void {
    this.#process?.stop();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.kill();
    await this.#process?.gone;
  }

  /** The living process, or a new one that has said that it is ready. */
  async #ready(): Promise<EngineProcess> {
    if (!this.#process?.alive) this.#process = new EngineProcess({ entry: this.#entry, env: this.#env });
    await this.#process.ready;
    return this.#process;
  }

  async #runNow(
    task: TaskName,
    input: unknown,
    signal: AbortSignal,
    onProgress: RunOptions["onProgress"],
  ): Promise<unknown> {
    const engine = await this.#ready();
    if (signal.aborted) throw cancelled();
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    engine.gone.then(reject);
    engine.onEvent = (event) => {
      if (event.type === "ready" || event.id !== id) return;
      if (event.type === "progress") {
        onProgress?.(event.fraction, event.detail, event.preview);
        return;
      }
      this.inferenceMs += event.inferenceMs;
      if (event.type === "done") resolve(event.output);
      else reject(failure(event, engine.stderrTail()));
    };
    let grace: NodeJS.Timeout | undefined;
    const cancel = () => {
      engine.send({ type: "cancel", id });
      grace = setTimeout(() => engine.stop(), this.#graceMs);
    };
    signal.addEventListener("abort", cancel);
    try {
      const progress = onProgress !== undefined;
      engine.send({ type: "run", version: ENGINE_PROTOCOL_VERSION, id, task, input, progress });
      return await promise;
    } finally {
      signal.removeEventListener("abort", cancel);
      clearTimeout(grace);
    }
  }
}

/** A lock whose turns are given in order; who waits can leave the queue. */
class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves, with the function that ends the turn, when all turns before have ended. */
  async take(signal: AbortSignal): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = before.then(() => promise);
    try {
      await Promise.race([before, rejectOnAbort(signal)]);
      return resolve;
    } catch (error) {
      resolve();
      throw error;
    }
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(cancelled());
    else signal.addEventListener("abort", () => reject(cancelled()), { once: true });
  });
}

/** The error that a failed task reported; one that is no Problem is a fault of ours. */
function failure(event: EngineFailure, stderr: string): Error {
  const code = PROBLEM_CODES.find((known) => known === event.code);
  if (code !== undefined) return Problem.from({ ...event, code });
  return new Error(event.message, { cause: stderr });
}
