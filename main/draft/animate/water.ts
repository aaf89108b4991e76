/**
 * Water: rows that ripple, dense and small at the far shore, long and strong near the
 * viewer, in soft patches of their own phase; and glints of light that come and go.
 */
import type { Shot } from "#contract/storyboard.ts";
import type { Context } from "#native/canvas/index.ts";
import { type Cell, coverPatches, wholeCell } from "./cells.ts";
import { clamp } from "./easing.ts";
import type { Element } from "./element.ts";
import { hash } from "./noise.ts";
import { inLook, type Rgb, spot } from "./pictures.ts";
import type { LoadedLayer } from "./plate.ts";
import { drawReceding, nearestOf } from "./receding.ts";
import type { Scenery } from "./scenery.ts";
import type { Moment, Placement } from "./space.ts";
import { COMPOSITE } from "./still.ts";
import { drawRows, type Rows, type Shift } from "./warp.ts";

/** Shift of the nearest row, frame heights. */
const REACH = { water: { x: 0.009, y: 0.0058 }, reflection: { x: 0.013, y: 0.0065 } };
/** Radians between the far and the near shore: waves are spaced by the logarithm of nearness. */
const WAVES = 26;

/** Where what mirrors is no water, but a floor. */
function isFloor({ setting }: Shot): boolean {
  return setting === "street" || setting === "stage" || setting === "station" || setting === "room";
}

function roughness(shot: Shot): number {
  const wet = { clear: 1, cloudy: 1.1, rain: 1.15, snow: 0.8, fog: 0.7, storm: 1.9 }[shot.weather];
  // Wet asphalt and polished floors hardly move at all.
  if (isFloor(shot)) return shot.weather === "rain" || shot.weather === "storm" ? 0.22 : 0.08;
  const open = shot.setting === "sea" ? 1.25 : shot.setting === "mountain-lake" ? 0.75 : 1;
  return wet * open;
}

export function water(layer: LoadedLayer, scenery: Scenery): Element {
  const { space, shot, light } = scenery;
  const { height } = space;
  const kind = layer.role === "reflection" ? "reflection" : "water";
  const patch = height * 0.3;
  const cells =
    layer.blend === "normal"
      ? coverPatches(layer, 3, patch * 1.4, patch * 0.45, shot.seed + 71)
      : [wholeCell(layer)];
  const slack = space.slack(nearestOf(layer), layer.cut);
  const rough = roughness(shot);
  const reachX = Math.min(REACH[kind].x * rough, slack.x) * height;
  const reachY = Math.min(REACH[kind].y * rough, slack.y) * height;
  const ripple = (cellIndex: number, place: Placement, moment: Moment): Rows => {
    const far = place.y + place.scale * layer.box.y;
    const tall = Math.max(1, Math.min(place.scale * layer.box.height, height - far));
    const phase = cellIndex * 2.1;
    return {
      stepAt: (y) => (y - far < tall * 0.3 ? 1 : 2),
      shiftAt: (y, out) => rippleAt(clamp((y - far) / tall), moment.time, phase, reachX, reachY, out),
    };
  };
  const glitter = isFloor(shot) ? null : glints(layer, scenery);
  return {
    draw(context, moment) {
      const place = space.place(moment, layer.depth);
      context.globalCompositeOperation = COMPOSITE[layer.blend];
      // A path of light fades with its sun.
      if (layer.blend === "add") context.globalAlpha = 1 - 0.55 * light.dusk(moment.t) ** 2;
      cells.forEach((cell, index) => {
        const rows = ripple(index, place, moment);
        if (layer.recedes) drawReceding(context, cell, layer.recedes, space, moment, rows);
        else drawCellRows(context, cell, place, height, rows);
      });
      glitter?.(context, moment, place);
    },
  };
}

function drawCellRows(context: Context, cell: Cell, place: Placement, frameHeight: number, rows: Rows): void {
  drawRows(
    context,
    cell.image,
    place.x + place.scale * cell.x,
    place.y + place.scale * cell.y,
    place.scale,
    frameHeight,
    rows,
  );
}

/** Shift of the row at nearness `v` (0 = far shore, 1 = nearest). */
function rippleAt(v: number, time: number, phase: number, reachX: number, reachY: number, out: Shift): void {
  const q = WAVES * Math.log(v + 0.06);
  const near = v * 0.7 + 0.3 * Math.sqrt(v);
  const roll = Math.sin(q - 1.9 * time + phase);
  const chop = Math.sin(1.83 * q - 3.1 * time + phase * 2.3);
  const swell = Math.sin(0.31 * q - 1.1 * time + phase * 0.4);
  out.dx = reachX * near * (0.5 * roll + 0.3 * chop + 0.2 * swell);
  out.dy = reachY * near * (0.5 * Math.sin(q - 1.9 * time + phase + 1.57) + 0.2 * chop + 0.3 * swell);
}

interface Glint {
  readonly x: number;
  readonly y: number;
  readonly v: number;
  readonly phase: number;
}

/** Sparkles where the painted water is brightest. */
function glints(layer: LoadedLayer, { space, shot }: Scenery) {
  const { light } = space.plate;
  const colour: Rgb = inLook(
    [0.5 + light.colour[0] / 2, 0.5 + light.colour[1] / 2, 0.5 + light.colour[2] / 2],
    shot.look,
  );
  const dot = spot(16, colour, 0.15);
  const points = brightSpots(layer, 150, shot.seed);
  const strength = clamp(0.25 + 0.75 * light.intensity) * (shot.weather === "fog" ? 0.4 : 1);
  return (context: Context, moment: Moment, place: Placement) => {
    context.globalCompositeOperation = "lighter";
    for (const [i, point] of points.entries()) {
      // Each glint lives again and again, a little beside where it was.
      const period = 0.7 + 1.1 * hash(shot.seed, i, 83);
      const turn = moment.time / period + point.phase;
      const life = turn - Math.floor(turn);
      const flash = Math.sin(life * Math.PI) ** 3;
      if (flash < 0.05) continue;
      const aside = (hash(shot.seed + i, Math.floor(turn), 84) - 0.5) * 24 * point.v;
      const wide = (2.5 + 13 * point.v) * (space.height / 480);
      const tall = (1.3 + 2.2 * point.v) * (space.height / 480);
      context.globalAlpha = flash * strength * 0.8;
      context.drawImage(
        dot.canvas,
        place.x + place.scale * (point.x + aside) - wide / 2,
        place.y + place.scale * point.y - tall / 2,
        wide,
        tall,
      );
    }
  };
}

/** Points of the layer among its brightest, scattered; plate pixels. */
function brightSpots(layer: LoadedLayer, most: number, seed: number): Glint[] {
  const { box, pixels } = layer;
  const candidates: { x: number; y: number; value: number }[] = [];
  for (let i = 0; i < 6000; i++) {
    const x = Math.floor(hash(seed, i, 81) * box.width);
    const y = Math.floor(hash(seed, i, 82) * box.height);
    const p = (y * box.width + x) * 4;
    if (pixels[p + 3]! < 40) continue;
    const value = ((pixels[p]! + pixels[p + 1]! + pixels[p + 2]!) * pixels[p + 3]!) / (3 * 255 * 255);
    candidates.push({ x, y, value });
  }
  candidates.sort((a, b) => b.value - a.value || a.y - b.y || a.x - b.x);
  // Only what stands out from the rest of the water sparkles.
  const middle = candidates[candidates.length >> 1]?.value ?? 1;
  return candidates
    .slice(0, most)
    .filter((c) => c.value > middle + 0.06)
    .map((c, i) => ({
      x: box.x + c.x,
      y: box.y + c.y,
      v: clamp(c.y / box.height),
      phase: hash(seed, i, 85),
    }));
}
