/** `pipeline-overhead-ms-per-step`: from the end of a denoising step to the end of the next, without `session.run`. */
import { rmSync } from "node:fs";
import { diffuse } from "#main/diffusion/task.ts";
import { SessionCache } from "#main/inference/sessions.ts";
import { benchRequest } from "./diffusion-pack.ts";
import { median, type Row, rounded } from "./row.ts";

const RUNS = 5;

export async function pipelineOverheadMsPerStep(): Promise<Row> {
  const sessions = new SessionCache();
  const overheads: number[] = [];
  let stepMs = 0;
  for (let run = 0; run <= RUNS; run++) {
    let [at, inference] = [0, 0];
    const progress = (_: number, detail: string) => {
      const [now, spent] = [performance.now(), sessions.inferenceMs];
      const isLater = detail.startsWith("step ") && !detail.startsWith("step 1 ");
      // the first run warms up
      if (isLater && run > 0) overheads.push(now - at - (spent - inference));
      if (isLater) stepMs = spent - inference;
      [at, inference] = [now, spent];
    };
    const request = { ...benchRequest(run), steps: 8 };
    await diffuse(request, { sessions, progress, throwIfCancelled: () => {} });
    rmSync(request.outDir, { recursive: true });
    sessions.endTask();
  }
  await sessions.release();
  return {
    name: "pipeline-overhead-ms-per-step",
    value: rounded(median(overheads), 2),
    unit: "ms",
    note: `limit 2; median of ${overheads.length} steps of ${rounded(stepMs)} ms`,
  };
}
