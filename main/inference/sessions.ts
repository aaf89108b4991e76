/** Keeps models open between tasks, so that a second draft does not load them again. */
import { stat } from "node:fs/promises";
import type { Provider } from "#contract/draft.ts";
import type { Session, SessionOptions } from "#native/onnx/index.ts";
import { openSession } from "#native/onnx/index.ts";

export class SessionCache {
  readonly #sessions = new Map<string, { stamp: string; session: Session }>();
  /** Time in sessions that were released since. */
  #releasedMs = 0;

  /** Sum of all `session.run`, milliseconds. */
  get inferenceMs(): number {
    let total = this.#releasedMs;
    for (const { session } of this.#sessions.values()) total += session.inferenceMs;
    return total;
  }

  /**
   * The session of a model file on a provider: the open one, unless the file has changed since.
   * @throws Problem as `openSession` does.
   */
  async open(
    path: string,
    provider: Provider,
    options: Omit<SessionOptions, "provider"> = {},
  ): Promise<Session> {
    const key = JSON.stringify([provider, path, options]);
    // A missing file is openSession's to report.
    const stats = await stat(path).catch(() => undefined);
    const stamp = stats ? `${stats.size} ${stats.mtimeMs} ${stats.ino}` : "missing";
    const known = this.#sessions.get(key);
    if (known?.stamp === stamp) return known.session;
    if (known) await this.#drop(key);
    const session = await openSession(path, { ...options, provider });
    this.#sessions.set(key, { stamp, session });
    return session;
  }

  /** Releases the sessions of one model file, or all: memory for what comes next. */
  async release(path?: string): Promise<void> {
    for (const [key, { session }] of [...this.#sessions]) {
      if (path === undefined || session.path === path) await this.#drop(key);
    }
  }

  async #drop(key: string): Promise<void> {
    const known = this.#sessions.get(key);
    if (!known) return;
    this.#sessions.delete(key);
    this.#releasedMs += known.session.inferenceMs;
    await known.session.release();
  }
}
