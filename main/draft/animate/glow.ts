/** Additive layers that live: stars that twinkle, lamps that flicker, beams that breathe. */
import { type Cell, splitColumns, splitThings, wholeCell } from "./cells.ts";
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
  strength: (cell: Cell, time: number, t: number) => number,
  /** Sideways shift of a group, frame units. */
  shift: (cell: Cell, time: number) => number = () => 0,
): Element {
  return {
    draw(context, moment) {
      context.globalCompositeOperation = "lighter";
      for (const cell of cells) {
        const alpha = strength(cell, moment.time, moment.t);
        if (alpha < 0.004) continue;
        context.globalAlpha = Math.min(1, alpha);
        drawCell(context, cell, space.place(moment, layer.depth, shift(cell, moment.time)));
      }
    },
  };
}

/** Groups of lamps: the tired, those that are switched while we look, and three that burn quietly. */
const [TIRED, SWITCHED, QUIET] = [0, 1, 2];
const LAMP_GROUPS = 5;

/** Most windows and lamps burn quietly, a few flicker, and in a skyline some are switched on or off. */
export function lamps(layer: LoadedLayer, scenery: Scenery): Element {
  const { shot, space, light } = scenery;
  const groupOf = (luck: number) => {
    if (luck < 0.05) return TIRED;
    if (luck < 0.11 && shot.setting === "skyline") return SWITCHED;
    return QUIET + Math.floor(((luck * 97) % 1) * (LAMP_GROUPS - QUIET));
  };
  const cells = splitThings(layer, LAMP_GROUPS, space.height * 0.15, groupOf, shot.seed + 31);
  const turn = 0.2 + 0.6 * hash(shot.seed, 32);
  const goesOn = hash(shot.seed, 33) < 0.6;
  return groups(layer, cells, scenery, (cell, time, t) => {
    const quiet = 0.94 + 0.06 * wander(time, 2.7 + 3 * cell.luck, cell.luck * 40);
    const strength = light.lamps(t) * quiet;
    if (cell.group === TIRED) return strength * (1 - 0.5 * flicker(shot.seed, time));
    if (cell.group === SWITCHED) return strength * (t > turn === goesOn ? 1 : 0.12);
    return strength;
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

/** Shafts of light grow and fade, each column by itself, as clouds pass before the sun; on a stage they play. */
export function beams(layer: LoadedLayer, scenery: Scenery): Element {
  const { shot, space } = scenery;
  const onStage = shot.setting === "stage";
  const cells = splitColumns(layer, space.height * (onStage ? 0.22 : 0.4), shot.seed + 41);
  const play = onStage ? 0.45 : 0.28;
  const pace = onStage ? 0.5 : 1;
  // Northern lights wave like curtains; shafts of sunlight only lean.
  const sway = Math.min(shot.setting === "snowfield" ? 0.022 : 0.006, space.slack(layer.depth, layer.cut).x);
  return groups(
    layer,
    cells,
    scenery,
    (cell, time) => 1 - play + play * wander(time, (4.5 + 3 * cell.luck) * pace, cell.luck * 40),
    (cell, time) => sway * wander(time, 6.3 + 2 * cell.luck, cell.luck * 60),
  );
}
