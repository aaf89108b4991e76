/**
 * `diffusion-cancel-ms`: from `kill()` in the middle of a denoising step, which blocks the engine, to the
 * process and its memory being gone. The next picture is made by a new process.
 */
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { benchRequest } from "./diffusion-pack.ts";
import { isRunning } from "./processes.ts";
import { median, type Row, rounded } from "./row.ts";

const RUNS = 5;
/** Into a step that takes more than this. */
const INTO_THE_STEP_MS = 20;

export async function diffusionCancelMs(): Promise<Row> {
  const engine = startEngine();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await cancelOnce(engine, run));
  const request = { ...benchRequest(RUNS), steps: 1 };
  const { frames } = await engine.run("diffuse", request);
  rmSync(request.outDir, { recursive: true });
  await engine.close();
  return {
    name: "diffusion-cancel-ms",
    value: rounded(median(times), 1),
    unit: "ms",
    note: `limit 100; median of ${RUNS}, slowest ${rounded(Math.max(...times), 1)}; the next task made ${frames.length} picture`,
  };
}

async function cancelOnce(engine: Engine, run: number): Promise<number> {
  const request = { ...benchRequest(run), steps: 50 };
  const begun = Promise.withResolvers<void>();
  const task = engine.run("diffuse", request, {
    onProgress: (_, detail) => {
      if (detail.startsWith("step 1 ")) begun.resolve();
    },
  });
  const ended = task.then(
    () => new Error("the task ended before it was cancelled"),
    () => null,
  );
  await Promise.race([begun.promise, ended]);
  await sleep(INTO_THE_STEP_MS);
  const pid = engine.pid!;
  const start = performance.now();
  engine.kill();
  while (isRunning(pid)) await sleep(1);
  const ms = performance.now() - start;
  const failure = await ended;
  rmSync(request.outDir, { recursive: true });
  if (failure) throw failure;
  return ms;
}
