import { expect, test } from "vitest";
import { freeArrays } from "./garbage.ts";

const MEGABYTE = 2 ** 20;

test("gives back what nobody holds any more, and leaves what somebody does", () => {
  const held = new Float32Array(8 * MEGABYTE).fill(3);
  const garbage = Array.from({ length: 40 }, () => new Float32Array(MEGABYTE / 4));
  const before = process.memoryUsage().arrayBuffers;
  garbage.length = 0;
  freeArrays();
  // At once: left alone, V8 would come to it some time.
  expect(before - process.memoryUsage().arrayBuffers).toBeGreaterThan(30 * MEGABYTE);
  expect(held.every((value) => value === 3)).toBe(true);
});
