/** Starts child processes of ours as Electron wants it: a packaged program cannot be run as Node. */
import type { Readable } from "node:stream";
import { utilityProcess } from "electron";
import type { Launch } from "#main/inference/index.ts";

export const launchUtility: Launch = (entry, args, env) => {
  const child = utilityProcess.fork(entry, args, {
    env,
    serviceName: "Understudy engine",
    stdio: ["ignore", "ignore", "pipe"],
  });
  return {
    get pid() {
      return child.pid;
    },
    get stderr() {
      return child.stderr as Readable | null;
    },
    send: (message) => child.postMessage(message),
    kill() {
      // A native run that lasts hears nothing gentler.
      if (child.pid !== undefined) process.kill(child.pid, "SIGKILL");
      else child.kill();
    },
    onMessage: (listener) => void child.on("message", listener),
    onEnd: (listener) => void child.once("exit", (code) => listener(`ended with exit code ${code}`)),
  };
};
