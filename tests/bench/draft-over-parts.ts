/**
 * `draft-over-parts`: the wall time of a whole draft, a new process with an empty home, over what its
 * parts cost when nothing else is done: the sum of `session.run`, the raw ffmpeg encode of the same
 * number of frames of the same picture, and the raw Skia draw of them on all cores.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RenderInput, renderFrames } from "#main/draft/animate/index.ts";
import { startEngine } from "#main/inference/index.ts";
import { encodeArguments, runFfmpeg } from "#native/ffmpeg/index.ts";
import { draftProcess } from "./draft-process.ts";
import { median, type Row, rounded } from "./row.ts";
import { paintShot, shotOf, storyboardOf } from "./scenes.ts";

const RUNS = 3;

export async function draftOverParts(): Promise<Row> {
  const root = mkdtempSync(join(tmpdir(), "understudy-bench-"));
  const ratios: number[] = [];
  let last = "";
  for (let run = 0; run < RUNS; run++) {
    const whole = draftProcess(join(root, `home-${run}`), 100 + run);
    const { drawMs, encodeMs } = await drawAndEncode(root);
    ratios.push(whole.wallMs / (whole.inferenceMs + drawMs + encodeMs));
    last = `wall ${rounded(whole.wallMs)} ms; inference ${rounded(whole.inferenceMs)}, draw ${rounded(drawMs)}, encode ${rounded(encodeMs)}`;
  }
  rmSync(root, { recursive: true });
  return {
    name: "draft-over-parts",
    value: rounded(median(ratios), 2),
    unit: "x",
    note: `limit 1.25; median of ${RUNS}; the last: ${last}`,
  };
}

/** The two raw costs of the bench's shot: frames drawn and thrown away, then encoded from a file. */
async function drawAndEncode(root: string): Promise<{ drawMs: number; encodeMs: number }> {
  const engine = startEngine();
  const shot = shotOf();
  const { dir } = await paintShot(engine, shot);
  await engine.close();
  const input = { storyboard: storyboardOf(shot), plates: [dir] };
  const drawMs = await timed(async () => {
    for await (const _ of renderFrames(input));
  });
  const raw = join(root, "frames.rgba");
  await dump(input, raw);
  const options = { width: 854, height: 480, fps: { num: 24, den: 1 } };
  const encodeMs = await timed(async () => {
    await runFfmpeg(["-y", ...encodeArguments(options, raw), join(root, "raw.mp4")]);
  });
  rmSync(dir, { recursive: true });
  return { drawMs, encodeMs };
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
