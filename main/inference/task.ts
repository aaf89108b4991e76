/** What a task of the engine is: written by the features, run by the engine process. */
import type { Preview, TaskInput, TaskName, TaskOutput } from "#contract/engine.ts";
import type { SessionCache } from "./sessions.ts";

export interface TaskContext {
  /** Opens models, and keeps them open for the tasks that follow. */
  sessions: SessionCache;
  /** `fraction` runs from 0 to 1; `detail` names the step, for people. */
  progress(fraction: number, detail: string, preview?: Preview): void;
  /**
   * Throws the "cancelled" Problem once the caller has cancelled. Call it between steps, windows and
   * tiles. Messages arrive while a task awaits (every `session.run` is such a moment).
   */
  throwIfCancelled(): void;
}

export type TaskHandler<N extends TaskName> = (
  input: TaskInput<N>,
  context: TaskContext,
) => Promise<TaskOutput<N>>;

/** The tasks that an engine can do; one that is missing fails with a clear message. */
export type TaskHandlers = { [N in TaskName]?: TaskHandler<N> };
