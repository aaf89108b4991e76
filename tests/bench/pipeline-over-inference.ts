/**
 * `pipeline-over-inference`: the wall time of a whole `diffuse` task, asked of the engine and answered,
 * over the sum of its `session.run`. The parts are open, as they are in every draft but the first.
 */
import { rmSync } from "node:fs";
import { startEngine } from "#main/inference/index.ts";
import { benchRequest } from "./diffusion-pack.ts";
import { median, type Row, rounded } from "./row.ts";

const RUNS = 7;

export async function pipelineOverInference(): Promise<Row> {
  const engine = startEngine();
  const ratios: number[] = [];
  let last = "";
  for (let run = 0; run <= RUNS; run++) {
    const request = benchRequest(run);
    const before = engine.inferenceMs;
    const start = performance.now();
    const { steps } = await engine.run("diffuse", request);
    const wall = performance.now() - start;
    rmSync(request.outDir, { recursive: true });
    const inference = engine.inferenceMs - before;
    // the first run opens the parts
    if (run > 0) ratios.push(wall / inference);
    last = `${steps} steps: wall ${rounded(wall)} ms, inference ${rounded(inference)} ms`;
  }
  await engine.close();
  return {
    name: "pipeline-over-inference",
    value: rounded(median(ratios), 3),
    unit: "x",
    note: `limit 1.05; median of ${RUNS} pictures of 512x512; the last: ${last}`,
  };
}
