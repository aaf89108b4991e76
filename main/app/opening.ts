/** Opening the studio, and what is there instead when that fails. */
import { existsSync, statSync } from "node:fs";
import type { Trouble } from "#contract/ipc/app.ts";
import { CALLS, type CallName } from "#contract/ipc.ts";
import { PROBLEM_CODES, Problem } from "#contract/problem.ts";
import { PLACES } from "#contract/storage.ts";
import { findHome } from "#main/home.ts";
import { restoreBackup } from "#main/library/index.ts";
import { type Handlers, toWire } from "./ipc.ts";
import { openStudio, type Studio, type Surroundings, type Watch } from "./studio.ts";

export class Opening {
  studio: Studio | undefined;
  /** Why there is no studio behind the window, or none that shows; null when all is well. */
  trouble: Trouble | null = null;
  readonly #surroundings: Surroundings;

  readonly #watch: Watch;

  constructor(surroundings: Surroundings, watch: Watch) {
    this.#surroundings = surroundings;
    this.#watch = watch;
  }

  /** Opens the studio, unless it is open; with the library's backup in its place, if wished. */
  async open({ restoreBackup: isRestoring }: { restoreBackup: boolean }): Promise<Trouble | null> {
    const { home, log } = this.#surroundings;
    try {
      if (!this.studio) {
        // What places.json says may be what was wrong, and may have been put right.
        const found = findHome();
        for (const place of PLACES) home[place] = found[place];
        if (isRestoring) await restoreBackup(home);
        this.studio = await openStudio(this.#surroundings, this.#watch);
      }
      this.trouble = null;
    } catch (error) {
      log.error("start", "the studio could not be opened", error);
      this.trouble = { ...toWire(error), backup: backupTime(home.backup, error) };
    }
    return this.trouble;
  }

  async close(): Promise<void> {
    await this.studio?.close();
    this.studio = undefined;
  }
}

/** Handlers of the calls that need a studio, while there is none: all tell why. */
export function closedHandlers(trouble: Trouble | null): Handlers {
  const { code = "not-found", message = "The studio is not open.", hint = "", text } = trouble ?? {};
  const refuse = () => {
    const known = PROBLEM_CODES.find((known) => known === code);
    throw new Problem(known ?? "not-found", message, hint, { text });
  };
  const names = Object.keys(CALLS) as CallName[];
  return Object.fromEntries(names.map((name) => [name, refuse])) as unknown as Handlers;
}

/** When the backup was made, if going back to it could help. */
function backupTime(backup: string, error: unknown): number | null {
  const isDamaged = error instanceof Problem && error.code === "corrupt-library";
  return isDamaged && existsSync(backup) ? statSync(backup).mtimeMs : null;
}
