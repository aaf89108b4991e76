/** Child processes of ours end when their parent ends, however it ended. */
import { Worker } from "node:worker_threads";
import type { ParentPort } from "./launch.ts";

/**
 * Ends this forked process once its parent is gone. Its going is heard between steps only, so a
 * thread of its own watches during long runs of native code.
 */
export function dieWithParent(parent: ParentPort): void {
  parent.onGone(() => process.exit());
  const watchdog = new Worker(new URL("./watchdog.ts", import.meta.url), { workerData: process.ppid });
  watchdog.unref();
}
