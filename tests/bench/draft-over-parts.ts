/**
 * `draft-over-parts`: the wall time of a whole draft, a new process with an empty home, over the sum of
 * what its raw calls take: every `session.run`, the ffmpeg command that encodes the same frames from a
 * file, and the Skia drawing of each frame. The draft draws on all cores, which the raw calls of one
 * thread do not; the note tells the ratio to drawing on all cores as well.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RenderInput, renderFrames, renderStats } from "#main/draft/animate/index.ts";
import { startEngine } from "#main/inference/index.ts";
import { encodeArguments, runFfmpeg } from "#native/ffmpeg/index.ts";
import { draftProcess } from "./draft-process.ts";
import { median, type Row, rounded } from "./row.ts";
import { paintShot, shotOf, storyboardOf } from "./scenes.ts";

const RUNS = 3;

export async function draftOverParts(): Promise<Row> {
  const root = mkdtempSync(join(tmpdir(), "understudy-bench-"));
  const ratios: number[] = [];
  const ratiosAllCores: number[] = [];
  let last = "";
  for (let run = 0; run < RUNS; run++) {
    const whole = draftProcess(join(root, `home-${run}`), 100 + run);
    const { drawMs, drawAllCoresMs, encodeMs } = await drawAndEncode(root);
    const others = whole.inferenceMs + encodeMs;
    ratios.push(whole.wallMs / (others + drawMs));
    ratiosAllCores.push(whole.wallMs / (others + drawAllCoresMs));
    last = `wall ${rounded(whole.wallMs)} ms; inference ${rounded(whole.inferenceMs)}, draw ${rounded(drawMs)}, encode ${rounded(encodeMs)}`;
  }
  rmSync(root, { recursive: true });
  return {
    name: "draft-over-parts",
    value: rounded(median(ratios), 2),
    unit: "x",
    note: `limit 1.25; median of ${RUNS}; drawing on all cores instead: ${rounded(median(ratiosAllCores), 2)} x; the last: ${last}`,
  };
}

/** The raw costs of the bench's shot: frames drawn and thrown away, then encoded from a file. */
async function drawAndEncode(root: string) {
  const engine = startEngine();
  const shot = shotOf();
  const { dir } = await paintShot(engine, shot);
  await engine.close();
  const input = { storyboard: storyboardOf(shot), plates: [dir] };
  const stats = renderStats();
  for await (const _ of renderFrames(input, { workers: 1, stats }));
  const drawAllCoresMs = await timed(async () => {
    for await (const _ of renderFrames(input));
  });
  const raw = join(root, "frames.rgba");
  await dump(input, raw);
  const options = { width: 854, height: 480, fps: { num: 24, den: 1 } };
  const encodeMs = await timed(async () => {
    await runFfmpeg(["-y", ...encodeArguments(options, raw), join(root, "raw.mp4")]);
  });
  rmSync(dir, { recursive: true });
  return { drawMs: stats.drawMs, drawAllCoresMs, encodeMs };
}

async function dump(input: RenderInput, path: string): Promise<void> {
  const file: FileHandle = await open(path, "w");
  for await (const frame of renderFrames(input)) await file.write(frame);
  await file.close();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
