/** Additive layers that live: stars that twinkle, lamps that flicker, beams that breathe. */
import { type Cell, splitColumns, splitPatches, wholeCell } from "./cells.ts";
import { wander } from "./easing.ts";
import type { Element } from "./element.ts";
import { hash } from "./noise.ts";
import type { LoadedLayer } from "./plate.ts";
import type { Scenery } from "./scenery.ts";
import { drawCell } from "./still.ts";

/** Draws groups of an additive layer, each with its own strength over time (0..1). */
function groups(
  layer: LoadedLayer,
  cells: readonly Cell[],
  { space }: Scenery,
  strength: (cell: Cell, index: number, time: number, t: number) => number,
): Element {
  return {
    draw(context, moment) {
      const place = space.place(moment, layer.depth);
      context.globalCompositeOperation = "lighter";
      cells.forEach((cell, index) => {
        const alpha = strength(cell, index, moment.time, moment.t);
        if (alpha < 0.004) return;
        context.globalAlpha = Math.min(1, alpha);
        drawCell(context, cell, place);
      });
    },
  };
}

/** Most of the windows and lamps burn quietly; one group in four is restless. */
export function lamps(layer: LoadedLayer, scenery: Scenery): Element {
  const { shot, space, light } = scenery;
  const patch = space.height * 0.035;
  const cells = splitPatches(layer, 4, patch, patch, shot.seed + 31);
  return groups(layer, cells, scenery, (cell, index, time, t) => {
    const quiet = 0.93 + 0.07 * wander(time, 2.7 + index, cell.luck * 40);
    const restless = index === 0 ? 1 - 0.45 * flicker(shot.seed, time) : 1;
    return light.lamps(t) * quiet * restless;
  });
}

/** 0 = steady; short dips to 1, several in a row now and then, as a tired lamp has. */
function flicker(seed: number, time: number): number {
  const bout = Math.floor(time / 1.9);
  if (hash(seed, bout, 3) > 0.55) return 0;
  const inBout = time - bout * 1.9;
  const start = hash(seed, bout, 4) * 1.2;
  const within = inBout - start;
  if (within < 0 || within > 0.5) return 0;
  return hash(seed, bout * 64 + Math.floor(within * 12), 5) * Math.sin((within / 0.5) * Math.PI);
}

interface Star {
  readonly x: number;
  readonly y: number;
  readonly phase: number;
  readonly period: number;
}

const STAR_PATCH = 7;

/** The painted stars at three quarters of their light; the brightest few hundred each add their own twinkle. */
export function stars(layer: LoadedLayer, scenery: Scenery): Element {
  const { space, shot } = scenery;
  const cell = wholeCell(layer);
  const points = brightPoints(layer, 260, shot.seed);
  const half = STAR_PATCH >> 1;
  return {
    draw(context, moment) {
      const place = space.place(moment, layer.depth);
      context.globalCompositeOperation = "lighter";
      context.globalAlpha = 0.72;
      drawCell(context, cell, place);
      const size = STAR_PATCH * place.scale;
      for (const star of points) {
        const twinkle = 0.5 + 0.5 * wander(moment.time, star.period, star.phase);
        if (twinkle < 0.06) continue;
        context.globalAlpha = Math.min(1, twinkle * 0.9);
        context.drawImage(
          cell.image.canvas,
          star.x - half,
          star.y - half,
          STAR_PATCH,
          STAR_PATCH,
          place.x + place.scale * (layer.box.x + star.x - half),
          place.y + place.scale * (layer.box.y + star.y - half),
          size,
          size,
        );
      }
    },
  };
}

/** Local maxima of the layer's light, the brightest first; layer pixels. */
function brightPoints(layer: LoadedLayer, most: number, seed: number): Star[] {
  const { width, height } = layer.box;
  const p = layer.pixels;
  const light = new Float32Array(width * height);
  for (let i = 0; i < light.length; i++) {
    light[i] = (p[i * 4]! + p[i * 4 + 1]! + p[i * 4 + 2]!) * p[i * 4 + 3]!;
  }
  const found: { x: number; y: number; value: number }[] = [];
  for (let y = 4; y < height - 4; y++) {
    for (let x = 4; x < width - 4; x++) {
      const i = y * width + x;
      const value = light[i]!;
      // A star stands out from what surrounds it.
      if (value < 20000 || value < light[i - 4]! * 2 || value < light[i + 4]! * 2) continue;
      if (value < light[i - 1]! || value <= light[i + 1]! || value < light[i - width]!) continue;
      if (value <= light[i + width]!) continue;
      found.push({ x, y, value });
    }
  }
  found.sort((a, b) => b.value - a.value || a.y - b.y || a.x - b.x);
  return found.slice(0, most).map(({ x, y }, i) => ({
    x,
    y,
    phase: hash(seed, i, 8) * 40,
    period: 1.1 + 2.6 * hash(seed, i, 9),
  }));
}

/** Shafts of light grow and fade, each column by itself, as clouds pass before the sun. */
export function beams(layer: LoadedLayer, scenery: Scenery): Element {
  const cells = splitColumns(layer, scenery.space.height * 0.4, scenery.shot.seed + 41);
  return groups(layer, cells, scenery, (cell, index, time) => {
    return 0.72 + 0.28 * wander(time, 4.5 + (index % 3), cell.luck * 40);
  });
}
