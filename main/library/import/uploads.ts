/** Files that come in pieces from the window: it is given what is dropped on it, not where that lies. */
import { mkdtemp, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Problem } from "#contract/problem.ts";
import { type Home, temporaryPath } from "#main/home.ts";
import { newId } from "../ids.ts";

const FORBIDDEN = /[<>:"/\\|?*\p{Cc}]+/gu;

export class Uploads {
  readonly #home: Home;
  readonly #paths = new Map<string, string>();

  constructor(home: Home) {
    this.#home = home;
  }

  /** Begins a file of this name; gives the name to go on with. */
  async begin(name: string): Promise<string> {
    const folder = await mkdtemp(temporaryPath(this.#home));
    const path = join(folder, named(name));
    await (await open(path, "wx")).close();
    const id = newId();
    this.#paths.set(id, path);
    return id;
  }

  /** Throws Problem "not-found" or "no-space". */
  async append(id: string, bytes: Uint8Array): Promise<void> {
    const file = await open(this.#pathOf(id), "a");
    try {
      await file.write(bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      await this.drop([id]);
      throw new Problem("no-space", "The disk of the library is full.", "Free some space and try again.", {
        cause: error,
        text: { key: "no-room-here" },
      });
    } finally {
      await file.close();
    }
  }

  paths(ids: readonly string[]): string[] {
    return ids.map((id) => this.#pathOf(id));
  }

  /** Forgets files; what the library took of them is a copy. */
  async drop(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const path = this.#paths.get(id);
      this.#paths.delete(id);
      if (path !== undefined) await rm(dirname(path), { recursive: true, force: true });
    }
  }

  #pathOf(id: string): string {
    const path = this.#paths.get(id);
    if (path !== undefined) return path;
    throw new Problem("not-found", "That file is not being received any more.", "Drop it again.", {
      text: { key: "upload-gone" },
    });
  }
}

function named(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return last.replace(FORBIDDEN, " ").trim().slice(-120) || "file";
}
