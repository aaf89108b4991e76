/** Trees, grass and weed sway from the foot, in cells that answer the wind one after another. */
import { splitColumns } from "./cells.ts";
import { wander } from "./easing.ts";
import type { Element } from "./element.ts";
import type { LoadedLayer } from "./plate.ts";
import type { Scenery } from "./scenery.ts";
import { COMPOSITE } from "./still.ts";
import { drawRows, type Rows } from "./warp.ts";

/** Sway of a tip in a storm, frame heights. */
const SWAY = 0.02;

export function foliage(layer: LoadedLayer, scenery: Scenery): Element {
  const { space, scratch, shot } = scenery;
  const { width, height } = space;
  const cells = splitColumns(layer, height * 0.26, shot.seed + 61);
  const free = space.slack(layer.depth, layer.cut).x;
  const underwater = shot.setting === "underwater";
  const force = underwater ? 0.9 : 0.25 + 0.75 * Math.abs(scenery.wind);
  const most = Math.min(SWAY * (0.5 + 0.5 * layer.depth), free) * height;
  const slow = underwater ? 2.2 : 1;
  const pixelTop = layer.box.y;
  const pixelHeight = layer.box.height;
  return {
    draw(context, moment) {
      const place = space.place(moment, layer.depth);
      const top = place.y + place.scale * pixelTop;
      const tall = place.scale * pixelHeight;
      const surface = scratch.context;
      surface.clearRect(0, 0, width, height);
      surface.globalCompositeOperation = "lighter";
      for (const cell of cells) {
        const x = place.x + place.scale * cell.x;
        // A gust crosses the frame; behind it each cell swings at its own pace.
        const along = (x / width) * Math.sign(scenery.wind);
        const gust = 0.55 + 0.45 * wander(moment.time - along * 1.4, 5.5 * slow, shot.seed % 7);
        const swing = wander(moment.time - along * 0.9, (2.1 + 0.8 * cell.luck) * slow, cell.luck * 40);
        const lean = 0.35 * Math.sign(scenery.wind) * gust;
        const bend = most * force * (lean + 0.65 * gust * swing);
        const flutter = 0.12 * most * force * gust;
        const rows: Rows = {
          stepAt: () => 4,
          shiftAt: (y, out) => {
            const up = Math.max(0, Math.min(1, 1 - (y - top) / tall));
            const ripple = Math.sin(moment.time * (5.2 / slow) + y * 0.045 + cell.luck * 30);
            out.dx = bend * up ** 1.6 + flutter * up * ripple;
            out.dy = 0;
          },
        };
        drawRows(surface, cell.image, x, place.y + place.scale * cell.y, place.scale, height, rows);
      }
      context.globalCompositeOperation = COMPOSITE[layer.blend];
      context.drawImage(scratch.canvas, 0, 0);
    },
  };
}
