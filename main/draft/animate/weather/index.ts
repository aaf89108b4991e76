/** The weather of a shot: what hangs in the sky, in the scene and before the lens. */
import type { Element } from "../element.ts";
import { hasSky, isOpenAir, type Scenery } from "../scenery.ts";
import { fogVeils } from "./fog.ts";
import { rain, splashes } from "./rain.ts";
import { snow } from "./snow.ts";
import { lightning } from "./storm.ts";

export interface Air {
  /** Behind all land. */
  readonly backdrop: readonly Element[];
  /** Between the middle ground and the nearest things. */
  readonly middle: readonly Element[];
  /** Before everything. */
  readonly front: readonly Element[];
}

export function weather(scenery: Scenery): Air {
  const { shot } = scenery;
  if (!hasSky(shot)) return { backdrop: [], middle: [], front: [] };
  const { bolts, flash } = lightning(scenery);
  if (!isOpenAir(shot)) return { backdrop: [], middle: [], front: flash };
  switch (shot.weather) {
    case "rain":
    case "storm":
      return {
        backdrop: bolts,
        middle: [...rain(scenery, "far"), ...splashes(scenery)],
        front: [...flash, ...rain(scenery, "near")],
      };
    case "snow":
      return { backdrop: [], middle: snow(scenery, "far"), front: [...flash, ...snow(scenery, "near")] };
    case "fog":
      return {
        backdrop: [],
        middle: fogVeils(scenery, "far"),
        front: [...flash, ...fogVeils(scenery, "near")],
      };
    default:
      return { backdrop: [], middle: [], front: flash };
  }
}
