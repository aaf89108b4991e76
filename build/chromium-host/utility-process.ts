/** Electron's `utilityProcess`: a child process with a parent port. */
import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const PARENT_PORT = fileURLToPath(new URL("parent-port.ts", import.meta.url));

interface ForkOptions {
  env?: NodeJS.ProcessEnv;
  serviceName?: string;
}

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(module: string, args: string[], options: ForkOptions) {
    super();
    this.#child = fork(module, args, {
      env: options.env ?? process.env,
      execArgv: ["--import", PARENT_PORT],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.on("message", (message) => this.emit("message", message));
    this.#child.once("spawn", () => this.emit("spawn"));
    this.#child.once("error", () => this.emit("exit", 1));
    this.#child.once("close", (code) => this.emit("exit", code ?? 1));
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => {});
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork: (module: string, args: string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(module, args, options),
};
