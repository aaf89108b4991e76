/**
 * Memory of big arrays, which lies outside of V8's heap. V8 lets garbage there come to tens of megabytes, and then
 * collects all of the heap, in the midst of a picture. What is young, as a picture's arrays are, goes in a
 * millisecond when it is asked for.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collect = (options: { type: "minor" | "major" }) => void;

/** Less than this is not worth a collection. */
const SLACK_BYTES = 4 * 2 ** 20;
/** What survives so much longer is old: then the whole heap is looked through, in 10 to 20 ms. */
const OLD_BYTES = 32 * 2 ** 20;

/**
 * Lets V8 collect old garbage in one go. Its small steps spare a program that must never stand still; an engine
 * stands still in every run, and the steps cost it a twentieth of a small picture.
 */
export function collectInOneGo(): void {
  setFlagsFromString("--no-incremental-marking");
}

let collect: Collect | undefined;
/** Bytes of arrays after the last collection of the whole heap. */
let kept = 0;

/** Collects young garbage, if arrays have come to `SLACK_BYTES` more than after the whole heap was looked through. */
export function freeArrays(): void {
  if (arrayBytes() - kept < SLACK_BYTES) return;
  collect ??= exposeGc();
  collect({ type: "minor" });
  if (arrayBytes() - kept > OLD_BYTES) {
    collect({ type: "major" });
    kept = arrayBytes();
  }
}

function arrayBytes(): number {
  return process.memoryUsage().arrayBuffers;
}

/** Contexts that are made after this flag is set have the function `gc`, whatever the process was started with. */
function exposeGc(): Collect {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as Collect;
}
