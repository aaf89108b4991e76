import { expect, test } from "vitest";
import { Space } from "../space.ts";
import { type Drift, type Mote, moteAt } from "./drift.ts";

const plate = { width: 1128, height: 634, overscan: 1.32 } as Space["plate"];
const space = new Space({ width: 854, height: 480, fps: 24 }, plate, {
  camera: "static",
  frames: 240,
  phase: 0,
});
const drift: Drift = { vx: 0.16, vy: 0.1, wander: 0.02, pace: 1.2, top: -0.06, bottom: 1.06 };

test("a mote stays about the frame, moves smoothly in sight, and returns only out of sight", () => {
  const mote: Mote = { x: 0, y: 0, luck: 0, phase: 0 };
  const inSight = (x: number, y: number) => Math.abs(x) < space.aspect / 2 && y > 0 && y < 1;
  let jumps = 0;
  for (let i = 0; i < 40; i++) {
    moteAt(space, 9, i, 0, drift, mote);
    let [x, y] = [mote.x, mote.y];
    for (let frame = 1; frame < 480; frame++) {
      moteAt(space, 9, i, frame / 24, drift, mote);
      const step = Math.hypot(mote.x - x, mote.y - y);
      if (step > 0.03) {
        jumps++;
        expect(inSight(x, y) && inSight(mote.x, mote.y)).toBe(false);
      }
      [x, y] = [mote.x, mote.y];
    }
  }
  expect(jumps).toBeGreaterThan(10);
});
