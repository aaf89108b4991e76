/** Small living things of a shot: what floats in its air or water, and birds. */
import type { Element } from "../element.ts";
import type { Scenery } from "../scenery.ts";
import { birds } from "./birds.ts";
import { floating } from "./floating.ts";
import { shootingStars, spaceDust } from "./space-dust.ts";
import { bubbles, caustics } from "./underwater.ts";

export interface Life {
  /** Behind all land. */
  readonly far: readonly Element[];
  /** Before all layers. */
  readonly near: readonly Element[];
}

export function life(scenery: Scenery): Life {
  const { setting } = scenery.shot;
  if (setting === "underwater")
    return { far: [], near: [...caustics(scenery), ...bubbles(scenery), ...floating(scenery)] };
  if (setting === "space") return { far: shootingStars(scenery), near: spaceDust(scenery) };
  return { far: [...shootingStars(scenery), ...birds(scenery)], near: floating(scenery) };
}
