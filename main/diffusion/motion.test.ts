import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClipShape, frameOf, predictByWindows, stillClip } from "./motion.ts";
import { windowStarts } from "./windows.ts";

describe("windowStarts", () => {
  it("moves the last window so that it ends at the end", () => {
    expect(windowStarts(16, 16, 4)).toEqual([0]);
    expect(windowStarts(9, 16, 4)).toEqual([0]);
    expect(windowStarts(17, 16, 4)).toEqual([0, 1]);
    expect(windowStarts(28, 16, 4)).toEqual([0, 12]);
    expect(windowStarts(34, 16, 4)).toEqual([0, 12, 18]);
  });

  it("leaves nothing out, and overlaps by what was asked at least", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(400), fc.nat(38), (window, more, wanted) => {
        const overlap = Math.min(wanted, window - 1);
        const starts = windowStarts(window + more, window, overlap);
        expect(starts[0]).toBe(0);
        expect(starts.at(-1)! + window).toBe(window + more);
        for (let i = 1; i < starts.length; i++) {
          expect(starts[i]! - starts[i - 1]!).toBeGreaterThan(0);
          expect(starts[i]! - starts[i - 1]!).toBeLessThanOrEqual(window - overlap);
        }
      }),
    );
  });
});

describe("predictByWindows", () => {
  const shape: ClipShape = [2, 34, 1, 3];
  const clip = Float32Array.from({ length: 2 * 34 * 3 }, (_, i) => i);

  it("gives back what predicts nothing new", async () => {
    expect(await predictByWindows(clip, shape, 16, async (part) => part.slice())).toEqual(clip);
  });

  it("averages where windows overlap", async () => {
    let window = 0;
    const predicted = await predictByWindows(clip, shape, 16, async (part) =>
      part.map(() => window).fill(window++),
    );
    const frames = Array.from({ length: 34 }, (_, frame) => frameOf(predicted, shape, frame)[0]);
    // Windows 0, 1 and 2 start at the frames 0, 12 and 18.
    expect(frames.slice(0, 12)).toEqual(Array(12).fill(0));
    expect(frames.slice(12, 16)).toEqual(Array(4).fill(0.5));
    expect(frames.slice(16, 18)).toEqual(Array(2).fill(1));
    expect(frames.slice(18, 28)).toEqual(Array(10).fill(1.5));
    expect(frames.slice(28)).toEqual(Array(6).fill(2));
  });

  it("holds one window, however many there are", async () => {
    const long: ClipShape = [1, 2000, 1, 1];
    const parts = new Set<Float32Array>();
    const result = new Float32Array(16);
    await predictByWindows(new Float32Array(2000), long, 16, async (part) => {
      parts.add(part);
      return result;
    });
    expect(parts.size).toBe(1);
  });
});

describe("stillClip", () => {
  it("is the same in every frame", () => {
    const shape: ClipShape = [2, 3, 2, 2];
    const latent = Float32Array.from({ length: 8 }, (_, i) => i);
    const clip = stillClip(latent, shape);
    for (let frame = 0; frame < 3; frame++) expect(frameOf(clip, shape, frame)).toEqual(latent);
  });
});
