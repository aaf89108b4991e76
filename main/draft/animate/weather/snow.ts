/** Snow in three depths: fine far flakes, flakes that flutter, and a few large soft ones near the lens. */
import { createSurface, type Surface } from "#native/canvas/index.ts";
import type { Element } from "../element.ts";
import { fractalNoise, hash } from "../noise.ts";
import { css, inLook, type Rgb, spot } from "../pictures.ts";
import type { Scenery } from "../scenery.ts";
import { drawSheet } from "./sheet.ts";

function flakeColour(scenery: Scenery): Rgb {
  if (scenery.shot.look === "ink") return [1, 1, 1];
  const { haze } = scenery.space.plate.light;
  const dim = scenery.shot.time === "night" ? 0.25 : 0.08;
  return inLook(
    [1 - dim * (1 - haze[0]), 1 - dim * (1 - haze[1]), 1 - dim * (1 - haze[2])],
    scenery.shot.look,
  );
}

export function snow(scenery: Scenery, part: "far" | "near"): Element[] {
  return part === "far"
    ? [dust(scenery, 0.15, 0.085, 900, 0.55, 131), dust(scenery, 0.3, 0.12, 420, 0.8, 132)]
    : [flakes(scenery, 0.6, 0.2, 170, 4.6, 0.95, 133), flakes(scenery, 1, 0.34, 38, 12, 0.6, 134)];
}

/** Far snow: a tile of small flakes that sinks, sideways sway and all. */
function dust(
  scenery: Scenery,
  depth: number,
  speed: number,
  count: number,
  radius: number,
  salt: number,
): Element {
  const { space, shot } = scenery;
  const seed = shot.seed + salt;
  const tile = dustTile(count, radius * (space.height / 480), flakeColour(scenery), seed);
  return {
    draw(context, moment) {
      const { x, y } = space.project(moment, depth, 0, 0.5);
      const sway = 4 * Math.sin(moment.time * 0.9 + salt) + scenery.wind * 60 * moment.time * speed * 4;
      const fallen = speed * space.height * moment.time + (y - space.height / 2);
      drawSheet(context, tile, space, seed, x - space.width / 2, fallen, sway);
    },
  };
}

function dustTile(count: number, radius: number, colour: Rgb, seed: number): Surface {
  const size = 512;
  const tile = createSurface(size, size);
  const { context } = tile;
  for (let i = 0; i < count; i++) {
    const x = hash(seed, i, 1) * size;
    const y = hash(seed, i, 2) * size;
    // Snow comes in drifts, denser here, thinner there.
    const dense = fractalNoise(seed, (x / size) * 4, (y / size) * 4, 2, 4, 4);
    const r = radius * (0.6 + 0.9 * hash(seed, i, 3));
    context.fillStyle = css(colour, (0.25 + 0.5 * hash(seed, i, 4)) * (0.5 + dense * 0.8));
    for (const ox of [-size, 0, size]) {
      for (const oy of [-size, 0, size]) {
        if (x + ox < -4 || x + ox > size + 4 || y + oy < -4 || y + oy > size + 4) continue;
        context.beginPath();
        context.arc(x + ox, y + oy, r, 0, 2 * Math.PI);
        context.fill();
      }
    }
  }
  return tile;
}

/** Near snow: flakes of their own that flutter as they sink. */
function flakes(
  scenery: Scenery,
  depth: number,
  speed: number,
  count: number,
  size: number,
  alpha: number,
  salt: number,
): Element {
  const { space, shot, wind } = scenery;
  const seed = shot.seed + salt;
  const k = space.height / 480;
  const flake = spot(24, flakeColour(scenery), size > 6 ? 0.25 : 0.6);
  // A little more than the frame on each side, so that none appears or goes in sight.
  const rim = 0.08;
  return {
    draw(context, moment) {
      const { time } = moment;
      for (let i = 0; i < count; i++) {
        const pace = speed * (0.75 + 0.5 * hash(seed, i, 1));
        const fall = hash(seed, i, 2) + (pace * time) / (1 + 2 * rim);
        const lap = Math.floor(fall);
        const y = (fall - lap) * (1 + 2 * rim) - rim;
        const width = space.aspect + 2 * rim;
        const phase = hash(seed, i, 4) * 6.28;
        const flutter =
          0.022 * Math.sin(time * (1.1 + hash(seed, i, 5)) + phase) +
          0.008 * Math.sin(time * 3.1 + phase * 2);
        const blown = hash(seed + i, lap, 3) * width + flutter + wind * pace * 1.3 * time;
        const x = (((blown % width) + width) % width) - width / 2;
        const at = space.project(moment, depth, x, y);
        const s = size * k * (0.6 + 0.8 * hash(seed, i, 6));
        context.globalAlpha = alpha * (0.6 + 0.4 * hash(seed, i, 7));
        context.drawImage(flake.canvas, at.x - s / 2, at.y - s / 2, s, s);
      }
    },
  };
}
