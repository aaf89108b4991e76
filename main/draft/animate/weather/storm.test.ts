import { expect, test } from "vitest";
import type { Plate } from "#contract/plate.ts";
import type { SoundEvent } from "#contract/storyboard.ts";
import type { Scenery } from "../scenery.ts";
import { Space } from "../space.ts";
import { shotOf } from "../tests/fixtures/storyboards.ts";
import { strikeTimes } from "./storm.ts";

const thunder = (seconds: number): SoundEvent => ({
  sound: "thunder",
  stem: "effects",
  start: seconds * 48_000,
  samples: 96_000,
  gain: 1,
  seed: 1,
});

function scenery(weather: "storm" | "clear", sounds: SoundEvent[], start = 0): Scenery {
  const plate = { width: 1128, height: 634, overscan: 1.32 } as Plate;
  const shot = shotOf({ weather, start, frames: 240 });
  const space = new Space({ width: 854, height: 480, fps: 24 }, plate, {
    camera: "static",
    frames: 240,
    phase: 0,
  });
  return { shot, space, sounds } as unknown as Scenery;
}

test("lightning is seen shortly before its thunder is heard", () => {
  const times = strikeTimes(scenery("storm", [thunder(12), thunder(15)], 240));
  expect(times).toHaveLength(2);
  for (const [i, heard] of [2, 5].entries()) {
    expect(heard - times[i]!).toBeGreaterThan(0.2);
    expect(heard - times[i]!).toBeLessThan(0.8);
  }
});

test("a storm without thunder has lightning of its own, a clear day has none", () => {
  expect(strikeTimes(scenery("storm", [])).length).toBeGreaterThanOrEqual(2);
  expect(strikeTimes(scenery("clear", []))).toEqual([]);
});
