import { describe, expect, it } from "vitest";
import { random } from "#contract/random.ts";
import { convolve } from "./convolve.ts";
import type { Stereo } from "./sound.ts";

function noise(samples: number, seed: number): Stereo {
  const next = random(seed);
  const side = () => Float32Array.from({ length: samples }, () => next() - 0.5);
  return [side(), side()];
}

/** The definition. */
function direct(sound: Float32Array, impulse: Float32Array): number[] {
  return Array.from(sound, (_, n) => {
    let sum = 0;
    for (let k = 0; k <= Math.min(n, impulse.length - 1); k++) sum += impulse[k]! * sound[n - k]!;
    return sum;
  });
}

describe("convolve", () => {
  it.each([
    [300, 40],
    [9000, 1500], // several blocks
    [10, 50], // the response is longer than the sound
    [1, 1],
  ])("gives each side its own response: %i samples, %i taps", (samples, taps) => {
    const [sound, impulse] = [noise(samples, 1), noise(taps, 2)];
    const out = convolve(sound, impulse);
    for (const side of [0, 1] as const) {
      const expected = direct(sound[side], impulse[side]);
      expect(out[side].length).toBe(samples);
      const worst = Math.max(...expected.map((x, i) => Math.abs(x - out[side][i]!)));
      expect(worst).toBeLessThan(1e-5);
    }
  });

  it("gives silence for a response without taps", () => {
    const out = convolve(noise(20, 3), [new Float32Array(0), new Float32Array(0)]);
    expect([...out[0], ...out[1]].every((x) => x === 0)).toBe(true);
  });
});
