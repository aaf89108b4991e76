/**
 * `draft-over-parts`: the wall time of a whole draft, a new process with an empty home, over the sum of
 * what its raw calls take: every `session.run`, the ffmpeg command that encodes the draft's own frames
 * from a file, and the Skia drawing of each of them. The draft draws on all cores, which the raw calls of
 * one thread do not; the note tells the ratio to drawing on all cores as well.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Storyboard } from "#contract/storyboard.ts";
import { type RenderInput, renderFrames, renderStats } from "#main/draft/animate/index.ts";
import { findHome } from "#main/home.ts";
import { encodeArguments, fileArgument, runFfmpeg } from "#native/ffmpeg/index.ts";
import { type DraftProcess, draftProcess, runCli } from "./draft-process.ts";
import { median, type Row, rounded } from "./row.ts";

const RUNS = 3;

export async function draftOverParts(): Promise<Row> {
  const root = mkdtempSync(join(tmpdir(), "understudy-bench-"));
  const ratios: number[] = [];
  const ratiosAllCores: number[] = [];
  let last = "";
  for (let run = 0; run < RUNS; run++) {
    const home = join(root, `home-${run}`);
    const whole = draftProcess(home, 100 + run);
    const { drawMs, drawAllCoresMs, encodeMs } = await drawAndEncode(home, whole);
    const others = whole.inferenceMs + encodeMs;
    ratios.push(whole.wallMs / (others + drawMs));
    ratiosAllCores.push(whole.wallMs / (others + drawAllCoresMs));
    last = `wall ${rounded(whole.wallMs)} ms; inference ${rounded(whole.inferenceMs)}, draw ${rounded(drawMs)}, encode ${rounded(encodeMs)}`;
    rmSync(home, { recursive: true });
  }
  rmSync(root, { recursive: true });
  return {
    name: "draft-over-parts",
    value: rounded(median(ratios), 2),
    unit: "x",
    note: `limit 1.25; median of ${RUNS}; drawing on all cores instead: ${rounded(median(ratiosAllCores), 2)} x; the last: ${last}`,
  };
}

/** The raw costs of a draft's frames: drawn and thrown away, then encoded from a file. */
async function drawAndEncode(home: string, draft: DraftProcess) {
  const input = renderInputOf(home, draft);
  const stats = renderStats();
  for await (const _ of renderFrames(input, { workers: 1, stats }));
  const drawAllCoresMs = await timed(async () => {
    for await (const _ of renderFrames(input));
  });
  const raw = join(home, "frames.rgba");
  await dump(input, raw);
  const options = { width: 854, height: 480, fps: { num: 24, den: 1 } };
  const encoded = join(home, "raw.mp4");
  const encodeMs = await timed(async () => {
    await runFfmpeg(["-y", ...encodeArguments(options, raw), encoded]);
  });
  if ((await pictureHash(encoded)) !== (await pictureHash(draft.file))) {
    throw new Error("the frames that were measured are not the draft's own");
  }
  return { drawMs: stats.drawMs, drawAllCoresMs, encodeMs };
}

/** The storyboard that the library keeps of a draft, and the plate that its cache does. */
function renderInputOf(home: string, { id }: DraftProcess): RenderInput {
  const { storyboard } = runCli(home, ["show", id]) as { storyboard: unknown };
  const { cache } = findHome({ UNDERSTUDY_HOME: home });
  const plates = readdirSync(cache)
    .map((key) => join(cache, key))
    .filter((dir) => readdirSync(dir).includes("plate.json"));
  return { storyboard: Storyboard.parse(storyboard), plates };
}

async function dump(input: RenderInput, path: string): Promise<void> {
  const file: FileHandle = await open(path, "w");
  for await (const frame of renderFrames(input)) await file.write(frame);
  await file.close();
}

/** Of the encoded picture's packets. */
async function pictureHash(file: string): Promise<string> {
  const path = `${file}.md5`;
  await runFfmpeg([
    ...["-i", fileArgument(file), "-map", "0:v", "-c", "copy"],
    ...["-f", "md5", fileArgument(path)],
  ]);
  const hash = await readFile(path, "utf8");
  await rm(path);
  return hash;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
