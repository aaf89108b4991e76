/** Child processes of ours end when their parent ends, however it ended. */
import { Worker } from "node:worker_threads";

/**
 * Ends this forked process once its parent is gone. "disconnect" is heard between steps only, so a
 * thread of its own watches during long runs of native code.
 */
export function dieWithParent(): void {
  process.on("disconnect", () => process.exit());
  const watchdog = new Worker(new URL("./watchdog.ts", import.meta.url), { workerData: process.ppid });
  watchdog.unref();
}
