import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CAMERA_MOVES } from "#contract/scenery.ts";
import { type CameraSetup, poseAt, room, slack, viewOf } from "./camera.ts";

const setups = fc.record({
  move: fc.constantFrom(...CAMERA_MOVES),
  aspect: fc.constantFrom(854 / 480, 480 / 854, 1),
  overscan: fc.double({ min: 1.12, max: 1.4, noNaN: true }),
  seconds: fc.double({ min: 1 / 24, max: 20, noNaN: true }),
  phase: fc.double({ min: 0, max: 6.3, noNaN: true }),
});
const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe("the camera", () => {
  test("never shows the edge of a layer, whatever its depth", () => {
    fc.assert(
      fc.property(setups, unit, unit, (setup, t, depth) => {
        const view = viewOf(poseAt(setup, t), depth);
        const free = room(setup.overscan, view.zoom);
        expect(Math.abs(view.x)).toBeLessThanOrEqual(free * setup.aspect);
        expect(Math.abs(view.y)).toBeLessThanOrEqual(free);
      }),
      { numRuns: 3000 },
    );
  });

  test("leaves every layer room for its own motion", () => {
    fc.assert(
      fc.property(setups, unit, (setup, depth) => {
        const free = slack(setup, depth);
        expect(free.x).toBeGreaterThan(0);
        expect(free.y).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  const setup = (move: CameraSetup["move"]): CameraSetup => ({
    move,
    aspect: 854 / 480,
    overscan: 1.32,
    seconds: 10,
    phase: 1,
  });
  const way = (move: CameraSetup["move"], depth: number) => {
    const from = viewOf(poseAt(setup(move), 0), depth);
    const to = viewOf(poseAt(setup(move), 1), depth);
    return { x: to.x - from.x, y: to.y - from.y, zoom: to.zoom / from.zoom };
  };

  test("pans: the picture goes the other way, the near further than the far", () => {
    expect(way("pan-left", 0).x).toBeGreaterThan(0.1);
    expect(way("pan-left", 1).x).toBeGreaterThan(1.5 * way("pan-left", 0).x);
    expect(way("pan-right", 1).x).toBeLessThan(-0.2);
  });

  test("tilts up: the picture goes down", () => {
    expect(way("tilt-up", 0).y).toBeGreaterThan(0.08);
    expect(way("tilt-down", 0).y).toBeLessThan(-0.08);
  });

  test("pushes in and pulls out, the near faster than the far", () => {
    expect(way("push", 0).zoom).toBeGreaterThan(1.1);
    expect(way("push", 1).zoom).toBeGreaterThan(way("push", 0).zoom + 0.05);
    expect(way("pull", 1).zoom).toBeLessThan(0.9);
  });

  test("orbits: near and far go opposite ways", () => {
    expect(Math.sign(way("orbit", 0).x)).toBe(-Math.sign(way("orbit", 1).x));
  });

  test("breathes when it stands still, by no more than a few pixels", () => {
    const views = Array.from({ length: 241 }, (_, i) => viewOf(poseAt(setup("static"), i / 240), 1));
    const xs = views.map((view) => view.x * 480);
    expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(0.5);
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(5);
  });

  test("moves smoothly: no frame jumps", () => {
    for (const move of CAMERA_MOVES) {
      for (const depth of [0, 0.5, 1]) {
        const views = Array.from({ length: 241 }, (_, i) => viewOf(poseAt(setup(move), i / 240), depth));
        for (let i = 2; i < views.length; i++) {
          const bend = (key: "x" | "y" | "zoom") =>
            views[i]![key] - 2 * views[i - 1]![key] + views[i - 2]![key];
          // Less than a fifth of a pixel a frame, each frame.
          for (const key of ["x", "y", "zoom"] as const) expect(Math.abs(bend(key)) * 480).toBeLessThan(0.2);
        }
      }
    }
  });
});
