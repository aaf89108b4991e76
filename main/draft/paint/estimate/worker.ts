/** The thread that estimates a plate: seconds of arithmetic that the caller's event loop need not wait for. */
import { serveThread } from "#main/thread.ts";
import { type EstimateInput, writeEstimate } from "./index.ts";

export interface EstimateJob extends EstimateInput {
  /** Where the plate is written. */
  dir: string;
}

await serveThread(({ dir, ...input }: EstimateJob) => writeEstimate(input, dir));
