/** Files and folders that the user chose in a dialog or dropped during this run, and what lies in them. */
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { Problem } from "#contract/problem.ts";

export class ChosenPaths {
  readonly #paths = new Set<string>();

  /** `paths` count as chosen from the beginning. */
  constructor(paths: readonly string[] = []) {
    for (const path of paths) this.add(path);
  }

  add(path: string): void {
    this.#paths.add(realPath(path));
  }

  /** Takes what was dropped on the window as chosen; false for what is no absolute path or is not there. */
  addDropped(path: string): boolean {
    if (!isAbsolute(path) || !existsSync(path)) return false;
    this.add(path);
    return true;
  }

  /** Whether `path` was chosen, or lies in a folder that was. */
  has(path: string): boolean {
    if (!isAbsolute(path)) return false;
    const real = realPath(path);
    return [...this.#paths].some((chosen) => isWithin(real, chosen));
  }

  /** Throws Problem "bad-input" for a path that nobody chose. */
  require(path: string): string {
    if (this.has(path)) return path;
    throw new Problem(
      "bad-input",
      `${path} is neither in the studio's folder nor was it chosen in a dialog.`,
      "Choose it again.",
      { text: { key: "path-not-chosen", values: { path } } },
    );
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

/** The path without symbolic links, as far as it exists: a link must not lead out of a chosen folder. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
