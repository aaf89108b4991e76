/** Under water: nets of light on the ground, and bubbles that rise. */

import { clamp } from "../easing.ts";
import type { Element } from "../element.ts";
import { hash, valueNoise } from "../noise.ts";
import { inLook, picture, type Rgb } from "../pictures.ts";
import type { Scenery } from "../scenery.ts";

const SIZE = 256;
/** Frame pixels of one strip of the net. */
const ROW = 2;
/** Rows of the net between the near and the far end of the ground, about. */
const DENSITY = 60;

function mod(value: number, period: number): number {
  return ((value % period) + period) % period;
}

/** Two nets of bright lines that move through each other; where they meet, the light dances. */
export function caustics(scenery: Scenery): Element[] {
  const { space, shot } = scenery;
  const { horizon } = space.plate.ground;
  const strength = clamp(0.3 + 0.7 * space.plate.light.intensity) * (shot.time === "night" ? 0.25 : 0.6);
  const colour: Rgb = inLook([0.62, 0.95, 0.9], shot.look);
  const nets = [181, 182].map((salt) => net(shot.seed + salt, colour));
  const top = Math.min(0.85, horizon);
  return [
    {
      draw(context, moment) {
        context.globalCompositeOperation = "lighter";
        const y0 = Math.round(space.project(moment, 0.5, 0, top).y);
        const tall = space.height - y0;
        const middle = SIZE - space.project(moment, 0.5, 0, 0.5).x * 0.2;
        nets.forEach((image, n) => {
          const flow = moment.time * (n === 0 ? 5.4 : -4.1);
          const shimmer = 0.8 + 0.2 * Math.sin(moment.time * 1.1 + n * 2.4);
          for (let y = Math.max(0, y0); y < space.height; y += ROW) {
            // A plane seen at a low angle: rows of the net lie closer together the farther they are.
            const v = (y - y0) / tall;
            const away = 1 / (v + 0.16);
            const shown = SIZE * Math.min(0.98, 0.55 * away);
            const from = mod(DENSITY * away + flow * 0.6, SIZE);
            const rows = Math.min(SIZE - 1, (DENSITY * away * away * ROW) / tall);
            context.globalAlpha = strength * shimmer * (0.15 + 0.45 * v) * clamp(v / 0.3) ** 2;
            context.drawImage(
              image.canvas,
              mod(middle + flow - shown / 2, SIZE),
              from,
              shown,
              Math.max(0.5, rows),
              0,
              y,
              space.width,
              ROW,
            );
          }
        });
      },
    },
  ];
}

/** A seamless net of light, twice its period in both directions. */
function net(seed: number, colour: Rgb) {
  const cells = 7;
  return picture(SIZE * 2, SIZE * 2, (x, y, out) => {
    const gx = (x / SIZE) * cells;
    const gy = (y / SIZE) * cells;
    const wx = gx + 0.35 * (valueNoise(seed + 1, gx * 2, gy * 2, cells * 2, cells * 2) - 0.5);
    const wy = gy + 0.35 * (valueNoise(seed + 2, gx * 2, gy * 2, cells * 2, cells * 2) - 0.5);
    // Worley noise: the border between the two nearest points is where light gathers.
    let first = 9;
    let second = 9;
    const cx = Math.floor(wx);
    const cy = Math.floor(wy);
    for (let j = -1; j <= 1; j++) {
      for (let i = -1; i <= 1; i++) {
        const ix = (((cx + i) % cells) + cells) % cells;
        const iy = (((cy + j) % cells) + cells) % cells;
        const dx = cx + i + hash(seed, ix, iy) - wx;
        const dy = cy + j + hash(seed + 5, ix, iy) - wy;
        const d = Math.hypot(dx, dy);
        if (d < first) {
          second = first;
          first = d;
        } else if (d < second) second = d;
      }
    }
    const line = Math.max(0, 1 - (second - first) * 3.2);
    [out[0], out[1], out[2]] = colour;
    out[3] = line ** 2.5;
  });
}

/** Bubbles: columns of them rise, wobbling, and grow. */
export function bubbles(scenery: Scenery): Element[] {
  const { space, shot } = scenery;
  const seed = shot.seed + 191;
  const bubble = bubblePicture(inLook([0.85, 0.97, 1], shot.look));
  const count = 44;
  const columns = 5;
  return [
    {
      draw(context, moment) {
        for (let i = 0; i < count; i++) {
          const column = i % columns;
          const depth = 0.35 + 0.6 * hash(seed, column, 1);
          const speed = 0.1 + 0.09 * hash(seed, i, 2);
          const rise = hash(seed, i, 3) + moment.time * speed;
          const up = rise - Math.floor(rise);
          const y = 1.06 - 1.14 * up;
          const wobble = Math.sin(moment.time * (2.2 + hash(seed, i, 4)) + i) * (0.004 + 0.008 * up);
          const x =
            (hash(seed, column, 5) - 0.5) * space.aspect * 0.95 +
            (hash(seed, i, 6) - 0.5) * 0.05 * (1 + up) +
            wobble;
          const at = space.project(moment, depth, x, y);
          const size =
            (2.2 + 6.5 * hash(seed, i, 7) ** 2) * (0.6 + 0.6 * up) * depth * (space.height / 480) * 1.5;
          context.globalAlpha = 0.75 * clamp(up / 0.1);
          context.drawImage(bubble.canvas, at.x - size / 2, at.y - size / 2, size, size);
        }
      },
    },
  ];
}

function bubblePicture(colour: Rgb) {
  const size = 32;
  const c = (size - 1) / 2;
  return picture(size, size, (x, y, out) => {
    const r = Math.hypot(x - c, y - c) / (size / 2 - 1);
    const rim = Math.exp(-(((r - 0.86) / 0.11) ** 2));
    const shine = Math.exp(-(((x - c * 0.62) ** 2 + (y - c * 0.58) ** 2) / 9));
    [out[0], out[1], out[2]] = colour;
    out[3] = r > 1 ? 0 : Math.min(1, 0.06 + 0.6 * rim + 0.9 * shine);
  });
}
