/** How the light changes over a shot: the sun's way, the grade, and how bright lamps are. */
import type { Plate } from "#contract/plate.ts";
import type { Shot } from "#contract/storyboard.ts";
import { clamp, mix, wander } from "./easing.ts";
import { hash } from "./noise.ts";

export interface LightCourse {
  /** How far below its painted place the sun or moon stands, frame units. */
  sunDrop(t: number): number;
  /** 0 = the light as painted ... 1 = fully changed to dusk (sinking) or from before dawn (rising). */
  dusk(t: number): number;
  /** Brightness of lamps, windows and neon, 0..1. */
  lamps(t: number): number;
  /** A slow rise and fall of the exposure around 0, about -1..1. */
  breath(time: number): number;
}

export function lightCourse(shot: Shot, plate: Plate): LightCourse {
  const phase = hash(shot.seed, 23) * 2 * Math.PI;
  const breath = (time: number) => wander(time, 8.3, phase);
  const { change } = shot;
  // Sun and moon move evenly, so the course is nearly linear; its ends are only a little soft.
  const even = (t: number) => mix(t, t * t * (3 - 2 * t), 0.35);
  if (change === "sun-sinks") {
    // It starts a little above its painted place and ends close to the horizon or beneath it.
    const toHorizon = plate.ground.horizon - plate.light.y;
    const way = clamp(toHorizon * 0.9 + 0.03, 0.1, 0.26);
    return {
      sunDrop: (t) => mix(-0.3, 0.7, even(t)) * way,
      dusk: (t) => even(t),
      lamps: (t) => mix(0.35, 1, even(t)),
      breath,
    };
  }
  if (change === "sun-rises") {
    const toHorizon = plate.ground.horizon - plate.light.y;
    const way = clamp(toHorizon * 0.9 + 0.03, 0.1, 0.26);
    return {
      sunDrop: (t) => mix(0.75, -0.25, even(t)) * way,
      dusk: (t) => 1 - even(t),
      lamps: (t) => mix(1, 0.45, even(t)),
      breath,
    };
  }
  return {
    sunDrop: (t) => mix(-0.006, 0.006, t),
    dusk: () => 0,
    lamps: () => 0.92,
    breath,
  };
}
