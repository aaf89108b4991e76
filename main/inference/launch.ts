/** How child processes of ours are started, and how they are spoken to. */
import { fork } from "node:child_process";
import type { Readable } from "node:stream";

export interface EngineChild {
  /** Undefined before it has started and when it has gone. */
  readonly pid: number | undefined;
  readonly stderr: Readable | null;
  /** Structured data; lost when the process has gone, which `onEnd` tells. */
  send(message: unknown): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
  onMessage(listener: (message: unknown) => void): void;
  /** `end` says how it went: "ended with exit code 1". */
  onEnd(listener: (end: string) => void): void;
}

/** Starts the module `entry`, which finds its parent by `parentPort`. */
export type Launch = (entry: string, args: string[], env: NodeJS.ProcessEnv) => EngineChild;

const INHERITED = ["--single-threaded-gc"];

/**
 * glibc's malloc learns to keep big arrays on its heap, where what is freed is lost between what is not. A fixed
 * threshold gives them back to the system.
 */
const MALLOC = process.platform === "linux" ? { MALLOC_MMAP_THRESHOLD_: "262144" } : {};

let launcher: Launch = forkNode;

/** Called once by a program that cannot be started as Node, before it starts any engine. */
export function useLauncher(launch: Launch): void {
  launcher = launch;
}

/** Starts a child process of ours, by `useLauncher`'s way, else as a Node of the same kind. */
export const launchChild: Launch = (entry, args, env) => launcher(entry, args, env);

function forkNode(entry: string, args: string[], env: NodeJS.ProcessEnv): EngineChild {
  const child = fork(entry, args, {
    env: { ...env, ...MALLOC },
    // The caller's flags of V8, without what is for its own process alone, such as an inspector's port.
    execArgv: process.execArgv.filter((flag) => INHERITED.includes(flag)),
    serialization: "advanced",
    // Nothing that a library prints may end up in the output of a command line.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return {
    get pid() {
      return child.pid;
    },
    stderr: child.stderr,
    send(message) {
      if (child.connected) child.send(message as object, () => {});
    },
    kill: () => void child.kill("SIGKILL"),
    onMessage: (listener) => void child.on("message", listener),
    onEnd(listener) {
      child.once("error", (error) => listener(`could not run: ${error.message}`));
      // "close" comes after the last line of stderr, "exit" may come before.
      child.once("close", (code, signal) =>
        listener(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
      );
    },
  };
}

/** The parent process, as a child of ours sees it. */
export interface ParentPort {
  send(message: unknown, sent?: () => void): void;
  onMessage(listener: (message: unknown) => void): void;
  onGone(listener: () => void): void;
}

/** Electron's port of a utility process. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
}

/** How to reach the process that started this one; undefined when nobody did by a `Launch`. */
export function parentPort(): ParentPort | undefined {
  const utility = (process as { parentPort?: UtilityPort }).parentPort;
  if (utility) {
    return {
      send(message, sent = () => {}) {
        utility.postMessage(message);
        // It has no word for "sent"; what is posted is on its way by the next turn.
        setTimeout(sent, 50);
      },
      onMessage: (listener) => utility.on("message", ({ data }) => listener(data)),
      // Electron ends its utility processes itself.
      onGone: () => {},
    };
  }
  if (!process.send) return undefined;
  return {
    send(message, sent = () => {}) {
      // A parent that is gone needs no answer.
      if (process.connected) process.send?.(message, undefined, undefined, sent);
    },
    onMessage: (listener) => void process.on("message", listener),
    onGone: (listener) => void process.on("disconnect", listener),
  };
}
