/** Fog: wide soft veils that drift past each other. */

import { clamp } from "../easing.ts";
import type { Element } from "../element.ts";
import { fractalNoise, hash } from "../noise.ts";
import { inLook, picture } from "../pictures.ts";
import type { Scenery } from "../scenery.ts";

const COLUMNS = 192;
const ROWS = 72;

interface Veil {
  readonly depth: number;
  readonly alpha: number;
  /** Frame widths a second. */
  readonly speed: number;
  readonly salt: number;
}

const FAR: readonly Veil[] = [{ depth: 0.35, alpha: 0.8, speed: 0.022, salt: 141 }];
const NEAR: readonly Veil[] = [{ depth: 0.9, alpha: 0.6, speed: 0.05, salt: 142 }];

export function fogVeils(scenery: Scenery, part: "far" | "near"): Element[] {
  return (part === "far" ? FAR : NEAR).map((veil) => fogVeil(scenery, veil));
}

function fogVeil(scenery: Scenery, veil: Veil): Element {
  const { space, shot } = scenery;
  const { horizon } = space.plate.ground;
  const colour = inLook(space.plate.light.haze, shot.look);
  // Periodic across; the frame shows most of one period, and the picture holds two.
  const cloth = picture(COLUMNS * 2, ROWS, (x, y, out) => {
    const n = fractalNoise(shot.seed + veil.salt, (x / COLUMNS) * 3, (y / ROWS) * 2.5, 4, 3);
    const v = y / (ROWS - 1);
    // Fog lies: thickest about the horizon and on the ground, thin overhead.
    const lie = clamp(1 - Math.abs(v - Math.min(0.7, horizon + 0.08)) / 0.55);
    out[0] = colour[0];
    out[1] = colour[1];
    out[2] = colour[2];
    out[3] = veil.alpha * clamp((n - 0.3) * 2.3) * (0.18 + 0.82 * lie * lie * (3 - 2 * lie));
  });
  const start = hash(shot.seed, veil.salt);
  const direction = Math.sign(scenery.wind) || 1;
  return {
    draw(context, moment) {
      const view = space.project(moment, veil.depth, 0, 0.5);
      const drift = start - direction * veil.speed * moment.time - (view.x - space.width / 2) / space.width;
      const turn = ((drift % 1) + 1) % 1;
      context.drawImage(
        cloth.canvas,
        turn * COLUMNS,
        0,
        COLUMNS * 0.95,
        ROWS,
        0,
        0,
        space.width,
        space.height,
      );
    },
  };
}
