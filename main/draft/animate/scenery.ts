/** What every element of a shot is built from. */
import type { PlateLayer } from "#contract/plate.ts";
import type { Shot, SoundEvent } from "#contract/storyboard.ts";
import type { Surface } from "#native/canvas/index.ts";
import type { LightCourse } from "./light.ts";
import { hash } from "./noise.ts";
import type { LoadedPlate } from "./plate.ts";
import type { Space } from "./space.ts";

export interface Scenery {
  readonly shot: Shot;
  readonly loaded: LoadedPlate;
  readonly space: Space;
  readonly light: LightCourse;
  /** Wind across the frame: positive blows to the right, 1 is a storm. */
  readonly wind: number;
  /** A frame-sized surface for putting soft pieces together; whoever uses it clears it. */
  readonly scratch: Surface;
  /** The storyboard's sounds: some are seen as well as heard. */
  readonly sounds: readonly SoundEvent[];
}

const WIND: Record<Shot["weather"], number> = {
  clear: 0.3,
  cloudy: 0.45,
  rain: 0.5,
  snow: 0.35,
  fog: 0.15,
  storm: 1,
};

/** Strength and direction of the shot's wind. */
export function windOf(shot: Shot): number {
  const direction = hash(shot.seed, 11) < 0.5 ? -1 : 1;
  const mood = shot.mood === "dramatic" ? 1.25 : shot.mood === "calm" ? 0.8 : 1;
  return direction * Math.min(1, WIND[shot.weather] * mood);
}

/** Whether a layer belongs to the sky, behind all land; beams that far away are northern lights. */
export function isBackdrop({ role, depth }: PlateLayer): boolean {
  if (role === "beams") return depth < 0.06;
  return role === "sky" || role === "stars" || role === "sun" || role === "cloud";
}

const INDOORS: ReadonlySet<Shot["setting"]> = new Set(["room", "stage", "station"]);
const AIRLESS: ReadonlySet<Shot["setting"]> = new Set(["underwater", "space"]);

/** Whether the scene has weather above it at all, be it behind walls. */
export function hasSky(shot: Shot): boolean {
  return !AIRLESS.has(shot.setting);
}

/** Whether rain, snow and wind reach the scene. */
export function isOpenAir(shot: Shot): boolean {
  return !INDOORS.has(shot.setting) && !AIRLESS.has(shot.setting);
}
