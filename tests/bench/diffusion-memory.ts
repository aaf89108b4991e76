/**
 * `diffusion-memory-growth`: the memory that the engine holds at its fiftieth picture over that at its fifth.
 * `motion-memory-growth`: the same of a clip of many windows over one of a single window: only the latents
 * may grow.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TaskInput } from "#contract/engine.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { benchRequest } from "./diffusion-pack.ts";
import { median, type Row, rounded } from "./row.ts";

const PICTURES = 50;
const MOTION_PACK = join(import.meta.dirname, "../fixtures/packs/motion");
const WINDOW = 16;
const WINDOWS = 12;
const MEGABYTE = 2 ** 20;

export async function diffusionMemoryGrowth(): Promise<Row> {
  const engine = startEngine();
  const peaks: number[] = [];
  for (let run = 0; run < PICTURES; run++)
    peaks.push(await peakBytes(engine, { ...benchRequest(run), steps: 1 }));
  await engine.close();
  // single readings jump with the garbage collector
  const [early, late] = [median(peaks.slice(4, 7)), median(peaks.slice(-3))];
  return {
    name: "diffusion-memory-growth",
    value: rounded(late / early, 3),
    unit: "x",
    note: `limit 1.05; ${rounded(early / MEGABYTE)} MB at the fifth picture, ${rounded(late / MEGABYTE)} MB at the last of ${PICTURES}`,
  };
}

export async function motionMemoryGrowth(): Promise<Row> {
  const one = await clipBytes(WINDOW);
  const many = await clipBytes(WINDOWS * (WINDOW - 4) + 4);
  return {
    name: "motion-memory-growth",
    value: rounded(many / one, 3),
    unit: "x",
    note: `limit 1.05; ${rounded(one / MEGABYTE)} MB with one window, ${rounded(many / MEGABYTE)} MB with ${WINDOWS}`,
  };
}

/** Median of three clips of so many frames, after one that warms up. */
async function clipBytes(frames: number): Promise<number> {
  const engine = startEngine();
  const size = { width: 192, height: 192 };
  const peaks: number[] = [];
  for (let run = 0; run < 4; run++) {
    peaks.push(
      await peakBytes(engine, { ...benchRequest(run), packDir: MOTION_PACK, ...size, frames, steps: 2 }),
    );
  }
  await engine.close();
  return median(peaks.slice(1));
}

async function peakBytes(engine: Engine, request: TaskInput<"diffuse">): Promise<number> {
  const { peakBytes } = await engine.run("diffuse", request);
  rmSync(request.outDir, { recursive: true });
  return peakBytes;
}
