/**
 * Work on a thread of its own: arithmetic over millions of samples or pixels, for which the caller's
 * event loop must not wait.
 *
 * A thread is not killed at its work, for it may be writing a file: it is asked to stop, and does so at
 * its next checkpoint.
 */
import { once } from "node:events";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { Problem, type ProblemFields } from "#contract/problem.ts";

type Message<Output> =
  | { type: "progress"; fraction: number }
  | { type: "done"; output: Output }
  | { type: "problem"; problem: ProblemFields }
  | { type: "fault"; message: string; stack: string | undefined };

interface Start {
  input: unknown;
  /** One 32-bit word, shared: 1 when the work is no longer wanted. */
  stop: Int32Array<SharedArrayBuffer>;
}

/** What a job on a thread can say and ask. */
export interface ThreadContext {
  /** From 0 to 1. */
  progress(fraction: number): void;
  /** To be called every few hundred milliseconds of work; throws Problem `cancelled` when the caller has aborted. */
  checkpoint(): void;
}

const cancelled = () => new Problem("cancelled", "Cancelled.", "Start it again when you like.");

/** Threads that wait for their input, by script. */
const waiting = new Map<string, Worker>();

/** Starts the thread of the next `runOnThread` of `script`: it loads its modules while the caller waits for something else. */
export function prepareThread(script: URL): void {
  if (waiting.has(script.href)) return;
  const worker = new Worker(script);
  // Nobody may ever need it; what is wrong with it is told by the one that is started in its place.
  worker.unref();
  const forget = () => void (waiting.get(script.href) === worker && waiting.delete(script.href));
  worker.once("error", forget);
  worker.once("exit", forget);
  waiting.set(script.href, worker);
}

function takeThread(script: URL): Worker {
  const worker = waiting.get(script.href);
  waiting.delete(script.href);
  worker?.ref();
  return worker ?? new Worker(script);
}

/**
 * Runs the module `script` (one that calls `serveThread`) on a new thread with a structured-cloneable
 * input. Problems of the thread are thrown here as they were; aborting throws Problem `cancelled` as soon
 * as the thread has stopped.
 */
export async function runOnThread<Output>(
  script: URL,
  input: unknown,
  signal: AbortSignal,
  progress: (fraction: number) => void = () => {},
): Promise<Output> {
  if (signal.aborted) throw cancelled();
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const start: Start = { input, stop };
  const abort = () => Atomics.store(stop, 0, 1);
  signal.addEventListener("abort", abort, { once: true });
  const worker = takeThread(script);
  worker.postMessage(start);
  try {
    return await new Promise<Output>((resolve, reject) => {
      let result: (() => void) | undefined;
      worker.on("message", (message: Message<Output>) => {
        if (message.type === "progress") progress(message.fraction);
        else if (message.type === "done") result = () => resolve(message.output);
        else if (message.type === "problem") {
          result = () => reject(Problem.from(message.problem));
        } else {
          result = () => reject(Object.assign(new Error(message.message), { stack: message.stack }));
        }
      });
      worker.on("error", reject);
      worker.on("exit", (code) => {
        if (result) result();
        else reject(new Error(`the thread ended early with code ${code}`));
      });
    });
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Called once by the script of a thread: runs `job` with the thread's input and sends its result. */
export async function serveThread<Input, Output>(
  job: (input: Input, context: ThreadContext) => Promise<Output>,
): Promise<void> {
  if (isMainThread || !parentPort) throw new Error("this module is the script of a worker thread");
  const port = parentPort;
  const [{ input, stop }] = (await once(port, "message")) as [Start];
  const send = (message: Message<Output>) => port.postMessage(message);
  const context: ThreadContext = {
    progress: (fraction) => send({ type: "progress", fraction }),
    checkpoint: () => {
      if (Atomics.load(stop, 0) !== 0) throw cancelled();
    },
  };
  try {
    context.checkpoint();
    send({ type: "done", output: await job(input as Input, context) });
  } catch (error) {
    if (error instanceof Problem) {
      send({ type: "problem", problem: error.fields });
    } else {
      const fault = error instanceof Error ? error : new Error(String(error));
      send({ type: "fault", message: fault.message, stack: fault.stack });
    }
  }
}
