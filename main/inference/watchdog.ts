/** A thread that kills its process once the parent process (`workerData`) is gone. */
import { workerData } from "node:worker_threads";
import { isAlive } from "#main/home.ts";

const INTERVAL_MS = 500;
const parent: number = workerData;

setInterval(() => {
  // An orphan gets another parent, except on Windows.
  if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, "SIGKILL");
}, INTERVAL_MS);
