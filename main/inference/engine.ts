/** The engine as the main process sees it. */
import type { Preview, TaskInput, TaskName, TaskOutput } from "#contract/engine.ts";

export interface RunOptions {
  /**
   * Soft cancel: the task ends between two steps and the promise rejects with the "cancelled" Problem.
   * A task that does not end within the engine's grace period is killed with its process.
   */
  signal?: AbortSignal;
  /** `fraction` runs from 0 to 1; `detail` names the step; `preview` is a frame that has just been finished. */
  onProgress?: (fraction: number, detail: string, preview?: Preview) => void;
}

/** A child process that owns every onnxruntime session. One task runs at a time, further ones queue. */
export interface Engine {
  /**
   * Runs a task; starts the process when there is none.
   * @throws Problem: what the task reports, "cancelled", or "engine-crashed" with the reason. After a
   * crash the next call gets a fresh process.
   */
  run<N extends TaskName>(task: N, input: TaskInput<N>, options?: RunOptions): Promise<TaskOutput<N>>;
  /** Sum of all `session.run` of finished tasks, milliseconds. */
  readonly inferenceMs: number;
  /** Process id, while there is a process. */
  readonly pid: number | undefined;
  /** Hard cancel: kills the process now. The running task rejects with "cancelled", queued ones go on. */
  kill(): void;
  /** Ends the process for good; running and queued tasks reject with "cancelled". Resolves when it is gone. */
  close(): Promise<void>;
}
