/** Long work of the library that the user can watch and cancel: imports, exports, copies, proxies. */
import type { LibraryTask } from "#contract/library.ts";
import { Problem } from "#contract/problem.ts";
import { newId } from "./ids.ts";

const EVENT_MS = 150;
const ENDED_KEPT = 20;
const ITEMS_TOLD = 200;
const PROBLEMS_TOLD = 200;

/** What work tells of itself. */
export interface TaskContext {
  readonly signal: AbortSignal;
  total(count: number): void;
  /** Begins with the next thing. */
  begin(name: string): void;
  /** How far the thing at work is, 0 to 1. */
  fraction(value: number): void;
  /** The thing at work is done, with what became of it. */
  end(outcome?: { item?: string; duplicate?: boolean; problem?: unknown }): void;
}

export class Tasks {
  readonly #tasks = new Map<string, { task: LibraryTask; abort: AbortController }>();
  readonly #tell: (task: LibraryTask) => void;
  #running = new Set<Promise<void>>();

  /** `tell` hears of every task, some times a second while it runs. */
  constructor(tell: (task: LibraryTask) => void) {
    this.#tell = tell;
  }

  list(): LibraryTask[] {
    return [...this.#tasks.values()].map(({ task }) => ({ ...task }));
  }

  /** Starts work; a Problem that it throws ends it with that problem. */
  start(kind: LibraryTask["kind"], work: (context: TaskContext) => Promise<void>): LibraryTask {
    const task: LibraryTask = {
      ...{ id: newId(), kind, state: "running", done: 0, total: null, fraction: 0, current: "" },
      ...{ duplicates: 0, items: [], problems: [] },
    };
    const abort = new AbortController();
    this.#tasks.set(task.id, { task, abort });
    this.#dropOld();
    const running = this.#run(task, abort.signal, work);
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
    return { ...task };
  }

  /** As `start`, for a caller who waits for the end. Throws what the work throws, and Problem "cancelled". */
  perform(kind: LibraryTask["kind"], work: (context: TaskContext) => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.start(kind, async (context) => {
        try {
          await work(context);
          resolve();
        } catch (error) {
          reject(context.signal.aborted ? new Problem("cancelled", "Cancelled.", "") : error);
          throw error;
        }
      });
    });
  }

  cancel(id: string): void {
    this.#tasks.get(id)?.abort.abort();
  }

  /** Forgets the tasks that have ended. */
  clear(): void {
    for (const [id, { task }] of this.#tasks) if (task.state !== "running") this.#tasks.delete(id);
  }

  /** Cancels everything, and waits for it to end. */
  async close(): Promise<void> {
    for (const { abort } of this.#tasks.values()) abort.abort();
    await Promise.all(this.#running);
  }

  /** Waits until nothing runs. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #run(
    task: LibraryTask,
    signal: AbortSignal,
    work: (context: TaskContext) => Promise<void>,
  ): Promise<void> {
    let toldAt = 0;
    const tell = (now = performance.now()) => {
      toldAt = now;
      this.#tell({ ...task, items: [...task.items], problems: [...task.problems] });
    };
    const tellSometimes = () => {
      const now = performance.now();
      if (now - toldAt >= EVENT_MS) tell(now);
    };
    const addProblem = (subject: string, error: unknown) => {
      const { code, message, text } =
        error instanceof Problem
          ? error
          : { code: "fault", message: (error as Error).message, text: undefined };
      if (task.problems.length >= PROBLEMS_TOLD) return;
      task.problems.push({ subject, code, message, ...(text && { text }) });
    };
    const context: TaskContext = {
      signal,
      total: (count) => {
        task.total = count;
        tell();
      },
      begin: (name) => {
        task.current = name;
        task.fraction = 0;
        tellSometimes();
      },
      fraction: (value) => {
        task.fraction = value;
        tellSometimes();
      },
      end: ({ item, duplicate = false, problem } = {}) => {
        task.done += 1;
        if (duplicate) task.duplicates += 1;
        if (item !== undefined && task.items.length < ITEMS_TOLD) task.items.push(item);
        if (problem !== undefined) addProblem(task.current, problem);
        tellSometimes();
      },
    };
    tell();
    try {
      await work(context);
      task.state = "done";
    } catch (error) {
      task.state = signal.aborted ? "cancelled" : "failed";
      if (!signal.aborted) addProblem(task.current, error);
    }
    task.fraction = 0;
    tell();
  }

  #dropOld(): void {
    const ended = [...this.#tasks].filter(([, { task }]) => task.state !== "running");
    for (const [id] of ended.slice(0, -ENDED_KEPT)) this.#tasks.delete(id);
  }
}
