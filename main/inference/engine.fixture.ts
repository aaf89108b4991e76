/** An engine whose task "read" behaves as its text says. Of the tests; the product has another entry. */
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "#contract/problem.ts";
import { tensor } from "#native/onnx/index.ts";
import { PROBE_GRAPH } from "./probe-graph.ts";
import { serveEngine } from "./serve.ts";
import type { TaskContext } from "./task.ts";

const READING = { attributes: {}, sounds: [], tokens: [] };

const BEHAVIOURS: Record<string, (context: TaskContext) => Promise<unknown>> = {
  crash: async () => {
    console.error("the driver is on fire");
    process.abort();
  },
  exit: async () => process.exit(7),
  problem: async () => {
    throw new Problem("corrupt-pack", "The reader is torn.", "Mend it.");
  },
  fault: async () => {
    throw new RangeError("index 7 of 3");
  },
  steps: async ({ progress, throwIfCancelled }) => {
    for (let i = 1; i <= 1000; i += 1) {
      await sleep(5);
      throwIfCancelled();
      progress(i / 1000, `step ${i}`);
    }
  },
  deaf: ({ progress }) => {
    progress(0, "deaf");
    return sleep(60_000);
  },
  // As native code does: the thread hears nothing.
  blocked: async ({ progress }) => {
    progress(0, "blocked");
    await sleep(50);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  },
  infer: async ({ sessions, progress }) => {
    const session = await sessions.open(PROBE_GRAPH, "cpu");
    progress(0, "running");
    const side = 1024;
    const x = tensor("float32", new Float32Array(16 * side * side), [1, 16, side, side]);
    for (let i = 0; i < 200; i += 1) await session.run({ x });
  },
  short: async ({ sessions, progress }) => {
    const session = await sessions.open(PROBE_GRAPH, "cpu");
    await session.run({ x: tensor("float32", new Float32Array(16 * 4), [1, 16, 2, 2]) });
    progress(1, "done");
  },
  garbage: async () => {
    process.send?.({ type: "progress", id: "one" });
    await sleep(60_000);
  },
};

serveEngine({
  read: async ({ text }, context) => {
    if (text === "wrong result") return { ...READING, sounds: ["loud"] } as never;
    await BEHAVIOURS[text]?.(context);
    return READING;
  },
});
