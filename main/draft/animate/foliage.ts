/**
 * Leaves and grass sway, in cells that answer the wind one after another: what stands
 * bends from its foot, what hangs swings from above.
 */
import { splitColumns } from "./cells.ts";
import { clamp, wander } from "./easing.ts";
import type { Element } from "./element.ts";
import type { LoadedLayer } from "./plate.ts";
import { isOpenAir, type Scenery } from "./scenery.ts";
import { COMPOSITE } from "./still.ts";
import { drawRows, type Rows } from "./warp.ts";

/** Sway of a tall tree's tip in a storm, frame heights. */
const SWAY = 0.021;
/** The leaves' own quick motion, as a share of the sway. */
const FLUTTER = 0.16;

export function foliage(layer: LoadedLayer, scenery: Scenery): Element {
  const { space, scratch, shot } = scenery;
  const { width, height } = space;
  const cells = splitColumns(layer, height * 0.26, shot.seed + 61);
  const free = space.slack(layer.depth, layer.cut).x;
  const underwater = shot.setting === "underwater";
  const indoors = !underwater && !isOpenAir(shot);
  const force = indoors ? 0.16 : underwater ? 0.9 : 0.28 + 0.72 * Math.abs(scenery.wind);
  const most = Math.min(SWAY * (0.5 + 0.5 * layer.depth), free / (1 + FLUTTER)) * height;
  const slow = underwater ? 2.2 : 1;
  const direction = Math.sign(scenery.wind);
  // Indoors nothing grows so high: what moves are curtains, and they hang.
  const freedom = indoors
    ? (row: number) => clamp(row / layer.box.height) ** 1.3
    : freedomOf(layer, space.plate.height / space.camera.overscan);
  return {
    draw(context, moment) {
      const place = space.place(moment, layer.depth);
      const top = place.y + place.scale * layer.box.y;
      const surface = scratch.context;
      surface.clearRect(0, 0, width, height);
      surface.globalCompositeOperation = "lighter";
      for (const cell of cells) {
        const x = place.x + place.scale * cell.x;
        // A gust crosses the frame; behind it each cell swings at its own pace.
        const along = (x / width) * direction;
        const gust = 0.55 + 0.45 * wander(moment.time - along * 1.4, 5.5 * slow, shot.seed % 7);
        const swing = wander(moment.time - along * 0.9, (2.1 + 0.8 * cell.luck) * slow, cell.luck * 40);
        const bend = most * force * (0.35 * direction * gust + 0.65 * gust * swing);
        const flutter = FLUTTER * most * force * gust;
        const rows: Rows = {
          stepAt: () => 4,
          shiftAt: (y, out) => {
            const loose = freedom((y - top) / place.scale);
            const ripple = Math.sin(moment.time * (5.2 / slow) + y * 0.045 + cell.luck * 30);
            out.dx = loose * (bend + flutter * ripple);
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

/**
 * How freely each row of a layer moves, 0..1: a function of the row. Most layers stand on
 * their lower border. One that comes in from the plate's top and is nearly empty somewhere
 * below has a canopy, which hangs, and undergrowth, which stands.
 */
function freedomOf(layer: LoadedLayer, frameHeight: number): (row: number) => number {
  const { box } = layer;
  const cover = rowCover(layer);
  const peak = Math.max(...cover);
  let gap = 0;
  if (box.y === 0 && cover[0]! > 0.25 * peak) {
    // The emptiest row of the middle part.
    const from = Math.floor(box.height * 0.25);
    gap = from;
    for (let row = from; row < box.height * 0.85; row++) if (cover[row]! < cover[gap]!) gap = row;
    if (cover[gap]! > 0.12 * peak) gap = 0;
  }
  const standing = box.height - gap;
  // Small plants cannot lean as far as tall ones.
  const reach = Math.sqrt(clamp(standing / (0.8 * frameHeight), 0.06, 1));
  return (row) => {
    const up = clamp((box.height - row) / standing);
    const stands = reach * up ** 1.6;
    if (gap === 0) return stands;
    const hangs = 0.35 + 0.45 * clamp(row / gap);
    // Around the gap the two pass into each other, where there is little to see.
    const below = clamp((row - gap + 12) / 24);
    return hangs + (stands - hangs) * below;
  };
}

/** Share of each row that is covered. */
function rowCover({ box, pixels }: LoadedLayer): Float32Array {
  const cover = new Float32Array(box.height);
  for (let y = 0; y < box.height; y++) {
    let sum = 0;
    for (let x = 0; x < box.width; x++) sum += pixels[(y * box.width + x) * 4 + 3]!;
    cover[y] = sum / (255 * box.width);
  }
  return cover;
}
