import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Problem } from "#contract/problem.ts";
import { fileArgument, runFfmpeg } from "#native/ffmpeg/index.ts";
import { check } from "./index.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-check-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const context = { signal: new AbortController().signal, progress: () => {} };
const PROMISED = { size: "640x640", fps: 24, frames: 48, silent: false } as const;
/** A sine of 997 Hz at this amplitude in both channels is as loud as 20 log10 of it, in LUFS. */
const amplitude = (lufs: number) => 10 ** (lufs / 20);
const TAGS = [
  "-colorspace",
  "bt709",
  "-color_primaries",
  "bt709",
  "-color_trc",
  "bt709",
  "-color_range",
  "tv",
];

async function clip(
  name: string,
  {
    picture = "testsrc",
    size = "640x640",
    rate = 24,
    seconds = 2,
    lufs = -14,
    sampleRate = 48_000,
    tags = TAGS,
  },
): Promise<string> {
  const path = join(folder, name);
  const wave = `${amplitude(lufs)}*sin(2*PI*997*t)`;
  await runFfmpeg([
    ...["-f", "lavfi", "-i", `${picture}=s=${size}:r=${rate}:d=${seconds}`],
    ...["-f", "lavfi", "-i", `aevalsrc=${wave}|${wave}:s=${sampleRate}:d=${seconds}`],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", ...tags],
    ...["-c:a", "aac", "-b:a", "192k", "-ar", `${sampleRate}`, fileArgument(path)],
  ]);
  return path;
}

async function faults(path: string): Promise<string> {
  const problem = await check({ ...PROMISED, clip: path }, context).catch((error: unknown) => error);
  expect(problem).toMatchObject({ code: "failed-check" });
  return (problem as Problem).message;
}

describe("check", () => {
  it("measures a clip that is as it should be", async () => {
    const output = await check({ ...PROMISED, clip: await clip("good.mp4", {}) }, context);
    expect(output).toMatchObject({ frames: 48, seconds: 2 });
    expect(output.lufs).toBeCloseTo(-14, 0);
  });

  it("names a wrong number of frames, length, size and rate", async () => {
    expect(await faults(await clip("short.mp4", { seconds: 1.5 }))).toMatch(
      /frames is 36 instead of 48.*lasts/s,
    );
    const message = await faults(await clip("wide.mp4", { size: "640x480", rate: 25 }));
    expect(message).toContain("size is 640x480 instead of 640x640");
    expect(message).toContain("frame rate is 25 instead of 24");
  });

  it("names missing colour tags and a wrong sample rate", async () => {
    const message = await faults(await clip("untagged.mp4", { tags: [], sampleRate: 44_100 }));
    expect(message).toContain("colour matrix is null instead of bt709");
    expect(message).toContain("sample rate is 44100 instead of 48000");
  });

  it("names sound that is too loud or too soft", async () => {
    expect(await faults(await clip("loud.mp4", { lufs: -0.5 }))).toMatch(/loudness is -0.*true peak/);
    expect(await faults(await clip("soft.mp4", { lufs: -20 }))).toContain("instead of -14");
  });

  it("names a picture that is black throughout", async () => {
    expect(await faults(await clip("black.mp4", { picture: "color" }))).toContain("black");
  });
});
