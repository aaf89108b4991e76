import { expect, test } from "vitest";
import { travel, wander } from "./easing.ts";

test("a move starts and ends at rest, never turns back, and is even in between", () => {
  const steps = Array.from({ length: 241 }, (_, i) => travel(i / 240));
  expect(steps[0]).toBe(0);
  expect(steps[240]).toBe(1);
  const speeds = steps.slice(1).map((v, i) => (v - steps[i]!) * 240);
  for (const speed of speeds) expect(speed).toBeGreaterThanOrEqual(0);
  expect(speeds[0]).toBeLessThan(0.01);
  expect(speeds[239]).toBeLessThan(0.01);
  for (const speed of speeds.slice(60, 180)) expect(speed).toBeCloseTo(1 / 0.78, 6);
  for (let i = 1; i < speeds.length; i++) expect(Math.abs(speeds[i]! - speeds[i - 1]!)).toBeLessThan(0.05);
});

test("a wander stays within one", () => {
  for (let i = 0; i < 1000; i++) expect(Math.abs(wander(i * 0.13, 5, i))).toBeLessThanOrEqual(1);
});
