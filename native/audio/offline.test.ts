import { describe, expect, it } from "vitest";
import { random } from "#contract/random.ts";
import { convolver, playBuffer, renderOffline } from "./offline.ts";
import { type Stereo, silence } from "./sound.ts";

function noise(samples: number): Stereo {
  const next = random(1);
  return [Float32Array.from({ length: samples }, () => next() - 0.5), new Float32Array(samples)];
}

describe("offline rendering", () => {
  it("gives sound that stays as it is when the context is gone", async () => {
    const sound = noise(96_000);
    const kept: Stereo[] = [];
    for (let i = 0; i < 12; i++) {
      kept.push(
        await renderOffline(96_000, (context) => {
          playBuffer(context, sound).connect(context.destination);
        }),
      );
      // What was freed is used again for something else.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const rendered of kept) expect(rendered).toEqual(sound);
  });

  it("plays a buffer from the sample it is told, cut at the end", async () => {
    const sound = noise(1000);
    const out = await renderOffline(1200, (context) => {
      playBuffer(context, sound, 300).connect(context.destination);
    });
    expect(out[0].length).toBe(1200);
    expect(out[0].subarray(0, 300).every((x) => x === 0)).toBe(true);
    expect(out[0].subarray(300)).toEqual(sound[0].subarray(0, 900));
  });

  it("convolves each side with its own impulse response, at its own level", async () => {
    const impulse = silence(600);
    impulse[0][100] = 0.5;
    impulse[1][500] = 2;
    const source: Stereo = [noise(1000)[0], noise(1000)[0]];
    const out = await renderOffline(2000, (context) => {
      playBuffer(context, source).connect(convolver(context, impulse)).connect(context.destination);
    });
    for (let i = 0; i < 1000; i += 37) {
      expect(out[0][i + 100]).toBeCloseTo(source[0][i]! * 0.5, 5);
      expect(out[1][i + 500]).toBeCloseTo(source[1][i]! * 2, 5);
    }
  });
});
