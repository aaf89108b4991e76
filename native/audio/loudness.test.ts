import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "#contract/random.ts";
import { measureLoudness } from "#native/ffmpeg/index.ts";
import { integratedLoudness, peakEnvelope, truePeak } from "./loudness.ts";
import { fromDecibels, SAMPLE_RATE, type Stereo, silence } from "./sound.ts";
import { writeWav } from "./wav.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "loudness-"));
});
afterAll(() => rm(dir, { recursive: true }));

/** A sine of so many seconds at each level in dBFS, one after the other. */
function tones(hz: number, ...parts: [seconds: number, decibels: number][]): Float32Array<ArrayBuffer> {
  const list = parts.flatMap(([seconds, decibels]) =>
    new Array<number>(Math.round(seconds * SAMPLE_RATE)).fill(fromDecibels(decibels)),
  );
  return Float32Array.from(list, (level, i) => level * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE));
}

/** Noise that swells and fades, different on each side. */
function restless(seconds: number, seed: number): Stereo {
  const next = random(seed);
  const sound = silence(Math.round(seconds * SAMPLE_RATE));
  for (const side of sound) {
    let low = 0;
    for (let i = 0; i < side.length; i++) {
      low += 0.05 * (next() - 0.5 - low);
      side[i] = (0.1 * (next() - 0.5) + low) * (0.55 + 0.45 * Math.sin(i / 31_000)) ** 2;
    }
  }
  return sound;
}

describe("integrated loudness", () => {
  it("meets the compliance tones of EBU Tech 3341", () => {
    const off = (...parts: [number, number][]) => {
      const tone = tones(1000, ...parts);
      return Math.abs(integratedLoudness([tone, tone]) + 23);
    };
    expect(off([5, -23])).toBeLessThanOrEqual(0.1);
    expect(off([3, -36], [12, -23], [3, -36])).toBeLessThanOrEqual(0.1);
    expect(off([3, -72], [3, -36], [12, -23], [3, -36], [3, -72])).toBeLessThanOrEqual(0.1);
  });

  it("counts one full-scale channel at -3 LUFS", () => {
    expect(integratedLoudness([tones(997, [3, 0]), silence(3 * SAMPLE_RATE)[0]])).toBeCloseTo(-3.01, 1);
  });

  it.each([1, 3.37, 10])("agrees with ffmpeg's ebur128 on %s s of noise", async (seconds) => {
    const channels = restless(seconds, 5);
    const file = join(dir, `${seconds}.wav`);
    await writeWav(file, { sampleRate: SAMPLE_RATE, channels });
    const theirs = await measureLoudness(file);
    expect(Math.abs(integratedLoudness(channels) - theirs.integrated)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(truePeak(channels) - theirs.truePeak)).toBeLessThanOrEqual(0.15);
  });

  it("is -Infinity for silence, and defined for less than one block", () => {
    expect(integratedLoudness(silence(SAMPLE_RATE))).toBe(Number.NEGATIVE_INFINITY);
    expect(integratedLoudness([])).toBe(Number.NEGATIVE_INFINITY);
    const short = tones(1000, [0.25, -23]);
    expect(integratedLoudness([short, short])).toBeCloseTo(-23, 0);
  });
});

describe("true peak", () => {
  it("sees the peak between samples", () => {
    // At a quarter of the rate and 45 degrees every sample stands at -3 dB.
    const wave = Float32Array.from(
      { length: 4800 },
      (_, i) => 0.5 * Math.sin((Math.PI / 2) * i + Math.PI / 4),
    );
    const edge = wave.map((x, i) => x * Math.min(1, i / 500, (4800 - i) / 500));
    expect(truePeak([edge])).toBeCloseTo(-6.02, 1);
  });

  it("is the same with the shortcut for quiet parts as without", () => {
    const channels = restless(1, 9);
    const full = peakEnvelope(channels).reduce((a, b) => Math.max(a, b));
    expect(truePeak(channels)).toBe(20 * Math.log10(full));
    expect(truePeak(silence(100))).toBe(Number.NEGATIVE_INFINITY);
  });
});
