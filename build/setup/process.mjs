/**
 * Child processes of the set-up. Nothing here may write to standard output: it
 * belongs to the task that follows (`draft --json` prints one line and no more).
 */
import { spawn } from "node:child_process";

/** @param {string} message Told on standard error, since standard output belongs to the task. */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/** A problem of the set-up, in words a user can act on; printed without a stack. */
export class SetupError extends Error {}

/**
 * Runs a command without a shell and collects what it says.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean }} [options]
 *   `shell` is for Windows' `.cmd` files only
 * @returns {Promise<{ code: number, output: string }>} code 127 when the command could not start,
 *   124 when it was stopped for taking longer than `timeoutMs`.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: options.shell ?? false,
      windowsHide: true,
    });
    let output = "";
    let timedOut = false;
    const timer = options.timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill("SIGKILL");
        }, options.timeoutMs)
      : undefined;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => {
      clearTimeout(timer);
      resolve({ code: 127, output: error.message });
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code: timedOut ? 124 : (code ?? 1), output });
    });
  });
}

/** @param {string} output @param {number} count @returns {string} the last lines that say something */
export function lastLines(output, count) {
  return output
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count)
    .join("\n");
}

/** @param {string} output @returns {boolean} whether a tool's words look like a missing network */
export function looksOffline(output) {
  return /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|Could not resolve|Temporary failure resolving|Could not connect|Network is unreachable/i.test(
    output,
  );
}

/**
 * The environment without what `npm run` adds: a package's install script
 * behaves differently when it believes that npm itself started it.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWithoutNpm() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}
