/**
 * Memory of big arrays, which lies outside of V8's heap. V8 lets garbage there come to tens of megabytes, and then
 * collects it in the midst of a picture; the engine does it when nobody waits.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Less than this is not worth a collection. */
const SLACK_BYTES = 4 * 2 ** 20;

let collect: (() => void) | undefined;
let kept = 0;

/** Collects garbage, if arrays have come to `SLACK_BYTES` more than after the last collection; 10 to 20 ms. */
export function freeArrays(): void {
  if (process.memoryUsage().arrayBuffers - kept < SLACK_BYTES) return;
  collect ??= exposeGc();
  collect();
  kept = process.memoryUsage().arrayBuffers;
}

/** Contexts that are made after this flag is set have the function `gc`, whatever the process was started with. */
function exposeGc(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
