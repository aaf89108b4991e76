/** The tasks of the command line: set-up first, then the program, with the user's arguments untouched. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInForeground } from "./child.mjs";
import { SetupError, say } from "./setup/process.mjs";
import { setUp } from "./setup.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * @typedef {object} Task
 * @property {string[]} program a file of ours and its first arguments; empty when set-up is all
 * @property {import("./setup/system.mjs").Part[]} essential
 * @property {import("./setup/system.mjs").Part[]} [optional]
 */

/**
 * What the program's Node is started with. Node 22 and early 24 warn that type stripping is new; the user
 * need not know. Our heaps are small: collecting garbage on helper threads costs a draft, which keeps all
 * cores busy, more than it gives.
 */
export const NODE_FLAGS = ["--disable-warning=ExperimentalWarning", "--single-threaded-gc"];

/** @type {Record<string, Task>} */
const TASKS = {
  setup: { program: [], essential: ["ffmpeg"] },
  start: { program: ["build/start.ts"], essential: ["ffmpeg"], optional: ["window", "fonts"] },
  draft: { program: ["main/cli.ts", "draft"], essential: ["ffmpeg"] },
  cli: { program: ["main/cli.ts"], essential: ["ffmpeg"] },
  // The doctor tells what is missing, so it must run without.
  doctor: { program: ["main/cli.ts", "doctor"], essential: [], optional: ["ffmpeg"] },
  test: {
    program: ["build/check.ts"],
    essential: ["ffmpeg"],
    optional: ["webgpu", "chromium", "display", "fonts"],
  },
  dist: { program: ["build/dist.ts"], essential: [] },
  bench: {
    program: ["tests/bench/run.ts"],
    essential: ["ffmpeg"],
    optional: ["chromium", "display", "fonts"],
  },
  screens: { program: ["tests/window/screens.ts"], essential: ["ffmpeg", "chromium", "display", "fonts"] },
  gallery: { program: ["training/backlot/gallery.ts"], essential: ["ffmpeg"] },
};

/**
 * @param {string | undefined} name a key of TASKS
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runTask(name, args) {
  const task = name !== undefined && Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
  if (!task) {
    say(
      `${name ? `There is no task "${name}".` : "Which task?"} The tasks are: ${Object.keys(TASKS).join(", ")}.`,
    );
    return 2;
  }
  try {
    const { essential, optional } = task;
    const node = await setUp({
      root: ROOT,
      essential,
      ...(optional && { optional }),
      retry: name === "setup",
    });
    const [file, ...first] = task.program;
    if (!file) {
      say("Set-up: everything is in place.");
      return 0;
    }
    if (!existsSync(join(ROOT, file))) {
      say(`The task "${name}" needs ${file}, which this checkout does not have.`);
      return 1;
    }
    // Programs that are started by name find the same Node and tools as `npm run` would.
    process.env.PATH = [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(delimiter);
    // Our own modules are then compiled once, not at every start.
    process.env.NODE_COMPILE_CACHE ??= join(ROOT, "node_modules", ".cache", "compile");
    return await runInForeground(node, [...NODE_FLAGS, join(ROOT, file), ...first, ...args]);
  } catch (error) {
    say(explain(error));
    return 1;
  }
}

/** @param {unknown} error @returns {string} */
function explain(error) {
  if (error instanceof SetupError) return error.message;
  const { code, path, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return `Set-up may not write to ${path}: use a checkout that belongs to you.`;
  if (code === "ENOSPC") return "Set-up ran out of disk space: it needs about 1 GB.";
  return `Set-up failed: ${message}`;
}
