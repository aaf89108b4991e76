/**
 * Audio work on a thread of its own: it is arithmetic over millions of samples, and the caller's
 * event loop must not wait for it.
 */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { Problem, type ProblemCode } from "#contract/problem.ts";

type Message<Output> =
  | { type: "progress"; fraction: number }
  | { type: "done"; output: Output }
  | { type: "problem"; code: ProblemCode; message: string; hint: string }
  | { type: "fault"; message: string; stack: string | undefined };

/**
 * Runs the module `script` (one that calls `serveThread`) on a new thread with a structured-cloneable
 * input. Problems of the thread are thrown here as they were; aborting kills the thread and throws
 * Problem `cancelled`.
 */
export function runOnThread<Output>(
  script: URL,
  input: unknown,
  signal: AbortSignal,
  progress: (fraction: number) => void = () => {},
): Promise<Output> {
  const cancelled = () => new Problem("cancelled", "The audio work was cancelled.", "Start it again.");
  if (signal.aborted) return Promise.reject(cancelled());
  const worker = new Worker(script, { workerData: input });
  let abort = () => {};
  return new Promise<Output>((resolve, reject) => {
    abort = () => reject(cancelled());
    signal.addEventListener("abort", abort, { once: true });
    worker.on("message", (message: Message<Output>) => {
      if (message.type === "progress") progress(message.fraction);
      else if (message.type === "done") resolve(message.output);
      else if (message.type === "problem") reject(new Problem(message.code, message.message, message.hint));
      else reject(Object.assign(new Error(message.message), { stack: message.stack }));
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`the audio thread ended early with code ${code}`)));
  }).finally(() => {
    signal.removeEventListener("abort", abort);
    return worker.terminate();
  });
}

/** Called once by the script of a thread: runs `job` with the thread's input and sends its result. */
export async function serveThread<Input, Output>(
  job: (input: Input, progress: (fraction: number) => void) => Promise<Output>,
): Promise<void> {
  if (isMainThread || !parentPort) throw new Error("this module is the script of a worker thread");
  const port = parentPort;
  const send = (message: Message<Output>) => port.postMessage(message);
  try {
    const output = await job(workerData as Input, (fraction) => send({ type: "progress", fraction }));
    send({ type: "done", output });
  } catch (error) {
    if (error instanceof Problem) {
      send({ type: "problem", code: error.code, message: error.message, hint: error.hint });
    } else {
      const fault = error instanceof Error ? error : new Error(String(error));
      send({ type: "fault", message: fault.message, stack: fault.stack });
    }
  }
}
