/** Turns each layer of the plate into the element that moves it as its role asks. */
import type { LayerRole } from "#contract/plate.ts";
import type { Element } from "./element.ts";
import { foliage } from "./foliage.ts";
import { beams, lamps, stars } from "./glow.ts";
import { moving } from "./moving.ts";
import type { LoadedLayer } from "./plate.ts";
import type { Scenery } from "./scenery.ts";
import { clouds, mist, sun } from "./sky.ts";
import { still } from "./still.ts";
import { water } from "./water.ts";

const MAKERS: Record<LayerRole, (layer: LoadedLayer, scenery: Scenery) => Element> = {
  sky: still,
  stars,
  sun,
  cloud: clouds,
  far: still,
  land: still,
  water,
  reflection: water,
  foliage,
  lights: lamps,
  mist,
  beams,
  near: still,
};

export function layerElement(layer: LoadedLayer, scenery: Scenery): Element {
  return layer.frames ? moving(layer, layer.frames, scenery) : MAKERS[layer.role](layer, scenery);
}
