/** A layer that only the camera moves. */
import type { Blend } from "#contract/plate.ts";
import type { Context } from "#native/canvas/index.ts";
import { type Cell, wholeCell } from "./cells.ts";
import type { Element } from "./element.ts";
import type { LoadedLayer } from "./plate.ts";
import { drawReceding } from "./receding.ts";
import type { Scenery } from "./scenery.ts";
import type { Placement } from "./space.ts";

export const COMPOSITE = {
  normal: "source-over",
  add: "lighter",
} as const satisfies Record<Blend, GlobalCompositeOperation>;
type GlobalCompositeOperation = Context["globalCompositeOperation"];

/** Draws one cell of a layer where `place` puts the plate. */
export function drawCell(context: Context, cell: Cell, place: Placement): void {
  const { image } = cell;
  context.drawImage(
    image.canvas,
    place.x + place.scale * cell.x,
    place.y + place.scale * cell.y,
    place.scale * image.width,
    place.scale * image.height,
  );
}

export function still(layer: LoadedLayer, { space }: Scenery): Element {
  const cell = wholeCell(layer);
  const { recedes } = layer;
  return {
    draw(context, moment) {
      context.globalCompositeOperation = COMPOSITE[layer.blend];
      if (recedes) drawReceding(context, cell, recedes, space, moment);
      else drawCell(context, cell, space.place(moment, layer.depth));
    },
  };
}
