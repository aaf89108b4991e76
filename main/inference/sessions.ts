/**
 * Keeps models open between tasks, so that a second draft does not load them again. When memory gets
 * tight, those that were not used for the longest time are closed; never what the running task uses.
 */
import { stat } from "node:fs/promises";
import { totalmem } from "node:os";
import { basename } from "node:path";
import type { Provider } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import type { Session, SessionOptions } from "#native/onnx/index.ts";
import { openSession } from "#native/onnx/index.ts";

export interface MemoryBudget {
  /** Bytes that can still be had on this machine. */
  available(): number;
  /** Bytes that stay free for what models need while they run, and for other programs. */
  reserve: number;
}

const GIGABYTE = 2 ** 30;

/** Sees to the limits of containers, too. */
const MACHINE: MemoryBudget = {
  available: () => process.availableMemory(),
  reserve: Math.min(totalmem() / 4, 4 * GIGABYTE),
};

export interface OpenOptions extends Omit<SessionOptions, "provider"> {
  /** Bytes that the open model takes at least; the size of its file when left out. */
  weightBytes?: number;
}

interface Entry {
  stamp: string;
  session: Session;
  inUse: boolean;
}

export class SessionCache {
  /** The longest unused first. */
  readonly #sessions = new Map<string, Entry>();
  readonly #budget: MemoryBudget;
  /** Time in sessions that were released since. */
  #releasedMs = 0;
  #opened = 0;

  constructor(budget: MemoryBudget = MACHINE) {
    this.#budget = budget;
  }

  /** Sum of all `session.run`, milliseconds. */
  get inferenceMs(): number {
    let total = this.#releasedMs;
    for (const { session } of this.#sessions.values()) total += session.inferenceMs;
    return total;
  }

  /** How many models were loaded; what was found open does not count. */
  get opened(): number {
    return this.#opened;
  }

  /**
   * The session of a model file on a provider: the open one, unless the file has changed since. It is
   * the running task's until that ends, or says `unuse`.
   * @throws Problem as `openSession` does; "no-memory" also when the weights alone do not fit.
   */
  async open(path: string, provider: Provider, options: OpenOptions = {}): Promise<Session> {
    const { weightBytes, ...sessionOptions } = options;
    const key = JSON.stringify([provider, path, sessionOptions]);
    // A missing file is openSession's to report.
    const stats = await stat(path).catch(() => undefined);
    const stamp = stats ? `${stats.size} ${stats.mtimeMs} ${stats.ino}` : "missing";
    const known = this.#sessions.get(key);
    if (known?.stamp === stamp) {
      this.#keep(key, { ...known, inUse: true });
      return known.session;
    }
    if (known) await this.#drop(key);
    await this.#makeRoom(weightBytes ?? stats?.size ?? 0, path);
    const load = () => openSession(path, { ...sessionOptions, provider });
    // The device's own memory is not ours to measure: it says when it is full.
    const session = await this.whenMemoryRunsOut(load, load);
    this.#opened += 1;
    this.#keep(key, { stamp, session, inUse: true });
    return session;
  }

  /** Says that the running task needs a model no more: it stays open as long as there is memory. */
  unuse(path: string): void {
    for (const entry of this.#sessions.values()) if (entry.session.path === path) entry.inUse = false;
  }

  /** To be called when a task has ended: nothing is in use. */
  endTask(): void {
    for (const entry of this.#sessions.values()) entry.inUse = false;
  }

  /**
   * What `work` gives; when memory runs out, closes every model that is not in use and gives what
   * `again` gives.
   */
  async whenMemoryRunsOut<T>(work: () => Promise<T>, again: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "no-memory") throw error;
    }
    await this.releaseUnused();
    return again();
  }

  /** Closes every model that the running task does not use. */
  async releaseUnused(): Promise<void> {
    for (const [key, { inUse }] of [...this.#sessions]) if (!inUse) await this.#drop(key);
  }

  /** Releases the sessions of one model file, or all: memory for what comes next. */
  async release(path?: string): Promise<void> {
    for (const [key, { session }] of [...this.#sessions]) {
      if (path === undefined || session.path === path) await this.#drop(key);
    }
  }

  /** Closes what is not in use until `bytes` fit beside the reserve, or nothing more can be closed. */
  async #makeRoom(bytes: number, path: string): Promise<void> {
    while (this.#budget.available() < bytes + this.#budget.reserve) {
      const oldest = [...this.#sessions].find(([, { inUse }]) => !inUse);
      if (!oldest) break;
      await this.#drop(oldest[0]);
    }
    const available = this.#budget.available();
    if (available >= bytes) return;
    throw new Problem(
      "no-memory",
      `${basename(path)} takes at least ${gigabytes(bytes)} of memory; ${gigabytes(available)} are free.`,
      "Close other programs, or choose a smaller pack.",
      {
        text: {
          key: "memory-needed",
          values: { what: basename(path), needed: gigabytes(bytes), free: gigabytes(available) },
        },
      },
    );
  }

  /** Puts a session behind all others. */
  #keep(key: string, entry: Entry): void {
    this.#sessions.delete(key);
    this.#sessions.set(key, entry);
  }

  async #drop(key: string): Promise<void> {
    const known = this.#sessions.get(key);
    if (!known) return;
    this.#sessions.delete(key);
    this.#releasedMs += known.session.inferenceMs;
    await known.session.release();
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / GIGABYTE).toFixed(1)} GB`;
}
