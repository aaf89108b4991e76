/** Clouds that drift, mist that creeps, and the sun or moon on its way. */
import type { Plate } from "#contract/plate.ts";
import type { Look } from "#contract/scenery.ts";
import { type Cell, splitPatches, wholeCell } from "./cells.ts";
import { mix, smoothstep, wander } from "./easing.ts";
import type { Element } from "./element.ts";
import { inLook, type Rgb } from "./pictures.ts";
import type { LoadedLayer } from "./plate.ts";
import type { Scenery } from "./scenery.ts";
import { COMPOSITE, drawCell } from "./still.ts";
import { drawRows, type Rows } from "./warp.ts";

/** Clouds overhead cross this many frame heights a second in a storm. */
const CLOUD_SPEED = 0.04;
/** Clouds that fill the plate's width are drawn this much wider than painted: nobody can tell, and it gives them way to go. */
const CLOUD_STRETCH = 1.2;

/**
 * Clouds drift with the wind, faster overhead than near the horizon, in two soft groups
 * of slightly different speed, so that the shapes slowly change.
 */
export function clouds(layer: LoadedLayer, scenery: Scenery): Element {
  const { space, shot, scratch } = scenery;
  const { height } = space;
  const cells =
    layer.blend === "normal"
      ? splitPatches(layer, 2, height * 0.5, height * 0.22, shot.seed)
      : [wholeCell(layer)];
  const stretch = layer.cut.x ? CLOUD_STRETCH : 1;
  const free = space.slack(layer.depth, layer.cut).x * stretch + ((stretch - 1) / 2) * space.aspect;
  const seconds = space.camera.seconds;
  const speed = Math.sign(scenery.wind) * CLOUD_SPEED * (0.35 + 0.65 * Math.abs(scenery.wind));
  // From one side of the free room to the other, centred on the painted place at half time.
  const way = Math.min(Math.abs(speed) * seconds, 2 * free) * Math.sign(speed);
  const horizon = space.plate.ground.horizon;
  return drifting(layer, cells, scenery, scratch, stretch, (luck, t, y) => {
    const overhead = mix(0.45, 1, Math.min(1, Math.max(0, 1 - y / Math.max(0.1, horizon))));
    return (t - 0.5) * way * overhead * mix(0.72, 1, luck);
  });
}

/** Mist drifts slowly in two groups that pass through each other. */
export function mist(layer: LoadedLayer, scenery: Scenery): Element {
  const { space, shot, scratch } = scenery;
  const { height } = space;
  const cells = splitPatches(layer, 2, height * 0.6, height * 0.3, shot.seed + 5);
  const free = space.slack(layer.depth, layer.cut).x;
  const seconds = space.camera.seconds;
  const drift = 0.012 * (0.5 + Math.abs(scenery.wind)) * Math.sign(scenery.wind);
  return drifting(layer, cells, scenery, scratch, 1, (luck, t) => {
    const way = drift * (t - 0.5) * seconds * mix(0.5, 1.2, luck);
    const sway = 0.006 * wander(t * seconds, 9, luck * 20);
    return Math.max(-free, Math.min(free, way + sway));
  });
}

function drifting(
  layer: LoadedLayer,
  cells: readonly Cell[],
  { space }: Scenery,
  scratch: Scenery["scratch"],
  stretch: number,
  driftAt: (luck: number, t: number, y: number) => number,
): Element {
  const { width, height } = space;
  // The two groups move at two paces, whatever their luck.
  const pace = (index: number) => (cells.length === 1 ? 0.5 : index / (cells.length - 1));
  return {
    draw(context, moment) {
      const place = space.place(moment, layer.depth);
      const alone = cells.length === 1;
      const target = alone ? context : scratch.context;
      if (!alone) target.clearRect(0, 0, width, height);
      target.globalCompositeOperation = alone ? COMPOSITE[layer.blend] : "lighter";
      cells.forEach((cell, index) => {
        const rows: Rows = {
          stepAt: () => 6,
          shiftAt: (y, out) => {
            out.dx = driftAt(pace(index), moment.t, y / height) * height;
            out.dy = 0;
          },
        };
        // Stretched about the frame's middle.
        const x = width / 2 + (place.x + place.scale * cell.x - width / 2) * stretch;
        drawRows(target, cell.image, x, place.y + place.scale * cell.y, place.scale, height, rows, stretch);
      });
      if (alone) return;
      context.globalCompositeOperation = COMPOSITE[layer.blend];
      context.drawImage(scratch.canvas, 0, 0);
    },
  };
}

/** The disc and its glow travel with the light; low, they redden. */
export function sun(layer: LoadedLayer, { space, light, shot }: Scenery): Element {
  const travels = shot.change !== null;
  const cell = wholeCell(travels ? feathered(layer, space.plate) : layer);
  const low = travels ? wholeCell(reddened(feathered(layer, space.plate), shot.look)) : null;
  const most = travels ? Number.POSITIVE_INFINITY : space.slack(layer.depth, layer.cut).y;
  return {
    draw(context, moment) {
      const drop = Math.max(-most, Math.min(most, light.sunDrop(moment.t)));
      const place = space.place(moment, layer.depth, 0, drop);
      context.globalCompositeOperation = COMPOSITE[layer.blend];
      const strength = 0.94 + 0.06 * light.breath(moment.time);
      const red = low ? smoothstep(0, 0.8, light.dusk(moment.t)) : 0;
      context.globalAlpha = strength * (1 - red);
      drawCell(context, cell, place);
      if (!low || red === 0) return;
      context.globalAlpha = strength * red;
      drawCell(context, low, place);
    },
  };
}

/** What much air lets through of the sun's light. */
const LOW_SUN: Rgb = [1, 0.46, 0.24];

function reddened(layer: LoadedLayer, look: Look): LoadedLayer {
  const tint = inLook(LOW_SUN, look);
  const pixels = layer.pixels.slice();
  for (let i = 0; i < pixels.length; i++) if (i % 4 < 3) pixels[i]! *= tint[i % 4]!;
  return { ...layer, pixels };
}

/** The layer with its alpha let out softly where the plate's border cuts its glow, so that it may move. */
function feathered(layer: LoadedLayer, plate: Plate): LoadedLayer {
  const { box } = layer;
  const pixels = layer.pixels.slice();
  const band = Math.max(8, Math.round(Math.min(box.width, box.height) * 0.16));
  const right = plate.width - 1 - box.x;
  const foot = plate.height - 1 - box.y;
  for (let y = 0; y < box.height; y++) {
    const fy = Math.min(1, (box.y + y) / band, (foot - y) / band);
    for (let x = 0; x < box.width; x++) {
      const fx = Math.min(1, (box.x + x) / band, (right - x) / band);
      const f = fx * fx * (3 - 2 * fx) * fy * fy * (3 - 2 * fy);
      pixels[(y * box.width + x) * 4 + 3]! *= f;
    }
  }
  return { ...layer, pixels };
}
