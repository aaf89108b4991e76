/** One life of the engine process: its start, its messages and its end. */
import { stripVTControlCharacters } from "node:util";
import { ENGINE_PROTOCOL_VERSION, EngineEvent, type EngineRequest } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import { type EngineChild, launchChild } from "./launch.ts";

const START_LIMIT_MS = 30_000;
const TAIL_LINES = 8;
/** Lines of Node's native and JavaScript stack traces. */
const TRACE = /^\s*\d+: |^----- |^\s+at /;

export interface ProcessOptions {
  /** The module that the process runs. */
  entry: string;
  env: NodeJS.ProcessEnv;
}

export class EngineProcess {
  /** Resolves when the process takes tasks; rejects with a Problem when it never will. */
  readonly ready: Promise<void>;
  /** Resolves, when the process is gone, with what that means for its task; never rejects. */
  readonly gone: Promise<Problem>;
  /** Called with every valid message after "ready". */
  onEvent: (event: EngineEvent) => void = () => {};

  readonly #child: EngineChild;
  #alive = true;
  #stderr = "";
  #stopped = false;
  /** Why we refused the process, when we did. */
  #refusal = "";

  constructor(options: ProcessOptions) {
    this.#child = launchChild(options.entry, [], options.env);
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-8192);
    });
    this.gone = new Promise((resolve) => {
      this.#child.onEnd((end) => {
        this.#alive = false;
        const reason = this.#refusal || `The engine process ${end}.`;
        resolve(this.#stopped ? cancelled() : crashed(reason, this.stderrTail()));
      });
    });
    this.ready = this.#handshake();
    this.ready.catch(() => {}); // told to whoever awaits it
  }

  get pid(): number | undefined {
    return this.#alive ? this.#child.pid : undefined;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The last lines that the process wrote to stderr, without stack traces. */
  stderrTail(): string {
    const lines = stripVTControlCharacters(this.#stderr).split(/\r?\n/);
    return lines
      .filter((line) => line.trim() && !TRACE.test(line))
      .slice(-TAIL_LINES)
      .join("\n");
  }

  send(request: EngineRequest): void {
    // A process that is going away answers through `gone`.
    this.#child.send(request);
  }

  /** Ends the process at once, by the caller's wish. */
  stop(): void {
    if (!this.#alive) return;
    this.#stopped = true;
    this.#child.kill();
  }

  /** Ends a process that breaks the agreement. */
  #refuse(reason: string): void {
    this.#refusal ||= reason;
    this.#child.kill();
  }

  #handshake(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#refuse(`The engine process did not start within ${START_LIMIT_MS / 1000} s.`),
        START_LIMIT_MS,
      );
      this.gone.then((problem) => {
        clearTimeout(timer);
        reject(problem);
      });
      let greeted = false;
      this.#child.onMessage((message) => {
        const parsed = EngineEvent.safeParse(message);
        if (!parsed.success) {
          this.#refuse("The engine process sent a malformed message.");
        } else if (parsed.data.type !== "ready") {
          if (greeted) this.onEvent(parsed.data);
          else this.#refuse("The engine process sent a message before it was ready.");
        } else if (parsed.data.version !== ENGINE_PROTOCOL_VERSION) {
          this.#refuse(
            `The engine process speaks protocol ${parsed.data.version}, this program speaks ` +
              `${ENGINE_PROTOCOL_VERSION}: they are not of the same installation.`,
          );
        } else {
          greeted = true;
          clearTimeout(timer);
          resolve();
        }
      });
    });
  }
}

export function cancelled(): Problem {
  return new Problem("cancelled", "Cancelled.", "Start it again when you like.");
}

function crashed(reason: string, stderr: string): Problem {
  return new Problem(
    "engine-crashed",
    stderr ? `${reason} Its last words:\n${stderr}` : reason,
    "Try again; the engine starts afresh. If it happens again, choose another provider (--provider cpu).",
    { text: { key: "engine-crashed", values: { detail: reason } } },
  );
}
