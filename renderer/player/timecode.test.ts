import { expect, test } from "vitest";
import { frameAtTime, timecode, timeOfFrame } from "./timecode.ts";

test("a timecode counts minutes, seconds and frames", () => {
  expect([0, 23, 24, 24 * 61 + 5].map((frame) => timecode(frame, 24))).toEqual([
    "00:00:00",
    "00:00:23",
    "00:01:00",
    "01:01:05",
  ]);
});

test("seeking to any frame shows that frame", () => {
  for (let frame = 0; frame < 480; frame++) {
    expect(frameAtTime(timeOfFrame(frame, 24), 24, 480)).toBe(frame);
    // A browser rounds times to microseconds.
    expect(frameAtTime(Math.round((frame / 24) * 1e6) / 1e6, 24, 480)).toBe(frame);
  }
  expect(frameAtTime(99, 24, 48)).toBe(47);
});
