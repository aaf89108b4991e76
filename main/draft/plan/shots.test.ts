import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareFrames, splitShots } from "./shots.ts";

const texts = (prompt: string) => splitShots(prompt).map(({ text }) => text.replace(/[.。]+$/, ""));

describe("splitShots", () => {
  it.each([
    ["a calm sea, then a forest at night", ["a calm sea", "a forest at night"]],
    ["dunes at noon. Cut to a street in the rain", ["dunes at noon", "a street in the rain"]],
    ["Shot 1: a beach. Shot 2: the city at night", ["a beach", "the city at night"]],
    ["1. a meadow\n2. a lake\n3. the stars", ["a meadow", "a lake", "the stars"]],
    ["a street at dawn; next, the station", ["a street at dawn", "the station"]],
    ["a room\nan empty stage", ["a room", "an empty stage"]],
    ["清晨的森林，然后是海边的日落", ["清晨的森林", "海边的日落"]],
    ["雨中的街道，镜头切到空荡的站台", ["雨中的街道", "空荡的站台"]],
    ["镜头一：沙漠。镜头二：雪原", ["沙漠", "雪原"]],
    ["第一个镜头：大海；第二个镜头：星空", ["大海", "星空"]],
    ["夜里的竹林，接着天慢慢亮了", ["夜里的竹林", "天慢慢亮了"]],
  ])("breaks %j", (prompt, shots) => {
    expect(texts(prompt)).toEqual(shots);
  });

  it.each([
    "a lighthouse next to the sea",
    "a village that has been empty since then",
    "now and then a gull cries over the beach",
    "ten seconds of a stormy sea, 4k, 16:9",
    "a red sun sinks into a calm sea, waves, gulls",
    "platform 9 at midnight",
    "霓虹灯下的雨夜街道，远处有雷声",
  ])("leaves %j whole", (prompt) => {
    expect(splitShots(prompt)).toEqual([{ text: prompt, start: 0 }]);
  });

  it("gives parts of the prompt at the places that it says, at least one", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "grapheme" }), (prompt) => {
        const segments = splitShots(prompt);
        expect(segments.length).toBeGreaterThan(0);
        for (const { text, start } of segments) expect(prompt.slice(start, start + text.length)).toBe(text);
      }),
    );
  });

  it("takes no longer for long prompts of separators", () => {
    expect(splitShots(`${" ,.;\n".repeat(400)}sea`).length).toBe(1);
    expect(splitShots("and then ".repeat(222)).length).toBe(1);
  });
});

describe("shareFrames", () => {
  it("adds up to all frames in lengths that differ by at most one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 480 }), fc.integer({ min: 1, max: 4 }), (frames, shots) => {
        const lengths = shareFrames(frames, shots);
        expect(lengths.reduce((a, b) => a + b, 0)).toBe(frames);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
