import { describe, expect, it } from "vitest";
import { random } from "#contract/random.ts";
import { peakEnvelope, truePeak } from "#native/audio/index.ts";
import { limiterGain } from "./limiter.ts";

function clicks(length: number): Float32Array<ArrayBuffer> {
  const next = random(2);
  const out = Float32Array.from({ length }, () => 0.2 * (next() - 0.5));
  for (let i = 0; i < 12; i++) {
    const at = Math.floor(next() * (length - 200));
    for (let k = 0; k < 200; k++)
      out[at + k] = out[at + k]! + 3 * Math.exp(-k / 30) * Math.sin(k * (0.3 + next()));
  }
  return out;
}

describe("the limiter", () => {
  it("keeps true peaks under the ceiling, also at the very first and last sample", () => {
    const sound = clicks(48_000);
    sound[0] = 2;
    sound[47_999] = -2;
    const gain = limiterGain(peakEnvelope([sound]), 1.5, 0.5);
    const limited = sound.map((x, i) => x * 1.5 * gain[i]!);
    expect(truePeak([limited])).toBeLessThanOrEqual(20 * Math.log10(0.5) + 0.05);
  });

  it("leaves what is under the ceiling alone, and recovers after a peak", () => {
    const sound = new Float32Array(96_000).fill(0.1);
    expect(limiterGain(peakEnvelope([sound]), 1, 0.5).every((g) => g === 1)).toBe(true);
    sound[30_000] = 2;
    const gain = limiterGain(peakEnvelope([sound]), 1, 0.5);
    expect(gain[29_000]).toBe(1);
    expect(gain[30_000]).toBeLessThanOrEqual(0.25);
    expect(gain[90_000]).toBeGreaterThan(0.99);
  });

  it("moves without clicks", () => {
    const gain = limiterGain(peakEnvelope([clicks(48_000)]), 1, 0.3);
    let steepest = 0;
    for (let i = 1; i < gain.length; i++) steepest = Math.max(steepest, Math.abs(gain[i]! - gain[i - 1]!));
    expect(steepest).toBeLessThan(0.02);
  });

  it("takes sound shorter than its look-ahead", () => {
    const gain = limiterGain(Float32Array.of(0.1, 2, 0.1), 1, 0.5);
    expect(gain.length).toBe(3);
    for (const g of gain) expect(g).toBeCloseTo(0.25, 6);
  });
});
