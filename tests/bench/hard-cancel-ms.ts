/** `hard-cancel-ms`: from `kill()` in the middle of a run that blocks the engine to the process being gone. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEngine } from "#main/inference/index.ts";
import { isRunning } from "./processes.ts";
import { median, type Row, rounded } from "./row.ts";
import { PACK, shotOf } from "./scenes.ts";

const RUNS = 5;
/** Long enough for the graph to be open and running. */
const INTO_THE_RUN_MS = 900;

export async function hardCancelMs(): Promise<Row> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await cancelOnce());
  return {
    name: "hard-cancel-ms",
    value: rounded(median(times), 1),
    unit: "ms",
    note: `limit 100; median of ${RUNS}, slowest ${rounded(Math.max(...times), 1)}`,
  };
}

async function cancelOnce(): Promise<number> {
  const outDir = mkdtempSync(join(tmpdir(), "understudy-bench-"));
  const engine = startEngine();
  const input = {
    packDir: PACK,
    shot: shotOf({ setting: "forest" }),
    size: "854x480",
    overscan: 1.4,
  } as const;
  const task = engine.run("paint", { ...input, provider: "cpu", outDir });
  const ended = task.then(
    () => new Error("the task ended before it was cancelled"),
    () => null,
  );
  await sleep(INTO_THE_RUN_MS);
  const pid = engine.pid!;
  const start = performance.now();
  engine.kill();
  while (isRunning(pid)) await sleep(1);
  const ms = performance.now() - start;
  const failure = await ended;
  await engine.close();
  rmSync(outDir, { recursive: true });
  if (failure) throw failure;
  return ms;
}
