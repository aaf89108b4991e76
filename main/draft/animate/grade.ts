/** Light over time, laid over the finished layers: dusk and dawn, exposure, shadows of clouds. */

import { random } from "#contract/random.ts";
import type { Surface } from "#native/canvas/index.ts";
import { clamp } from "./easing.ts";
import type { Element } from "./element.ts";
import { fractalNoise } from "./noise.ts";
import { blendColours, inLook, picture, type Rgb } from "./pictures.ts";
import { isOpenAir, type Scenery } from "./scenery.ts";

/** What the picture is multiplied with when the sun has gone: at the top of the frame, at the horizon, at the foot. */
const DUSK: readonly [Rgb, Rgb, Rgb] = [
  [0.4, 0.36, 0.55],
  [0.88, 0.56, 0.44],
  [0.46, 0.36, 0.42],
];
const DAWN: readonly [Rgb, Rgb, Rgb] = [
  [0.38, 0.42, 0.64],
  [0.82, 0.62, 0.6],
  [0.44, 0.44, 0.58],
];

/** What the light loses when it breathes out; a little more of its warmth than of its blue. */
const BREATH: Rgb = [0.945, 0.945, 0.953];

/**
 * A frame to multiply with, more and less of it over time; `colourAt` goes from the top (0) to the foot
 * (1). Dithered by two levels, so that the pixels step from level to level one by one, not all at once.
 */
function veil(width: number, height: number, colourAt: (y: number) => Rgb): Surface {
  const next = random(2);
  return picture(width, height, (_x, y, out) => {
    const colour = colourAt(y / (height - 1));
    const noise = ((next() - 0.5) * 4) / 255;
    for (let c = 0; c < 3; c++) out[c] = colour[c]! + noise;
    out[3] = 1;
  });
}

/** The grade over the whole frame. */
export function grade(scenery: Scenery): Element[] {
  const { space, shot, light } = scenery;
  const { width, height, plate } = space;
  const elements: Element[] = [];
  if (shot.change !== null) {
    const rising = shot.change === "sun-rises";
    const [top, middle, foot] = (rising ? DAWN : DUSK).map((colour) => inLook(colour, shot.look)) as [
      Rgb,
      Rgb,
      Rgb,
    ];
    const line = clamp(plate.ground.horizon, 0.2, 0.8);
    const shade = veil(width, height, (y) =>
      y < line
        ? blendColours(top, middle, (y / line) ** 1.6)
        : blendColours(middle, foot, ((y - line) / (1 - line)) ** 0.7),
    );
    const warmth = inLook(rising ? [1, 0.72, 0.42] : [1, 0.45, 0.2], shot.look);
    const aspect = space.aspect;
    const glow = picture(96, 96, (x, y, out) => {
      const dx = ((x / 95 - 0.5) * aspect - plate.light.x) / 0.9;
      const dy = (y / 95 - Math.min(plate.ground.horizon, 0.75)) / 0.42;
      [out[0], out[1], out[2]] = warmth;
      out[3] = Math.exp(-(dx * dx) - dy * dy) * 0.5;
    });
    elements.push({
      draw(context, moment) {
        const dusk = light.dusk(moment.t);
        // The sky burns most when the sun stands low, not when it has gone.
        const burn = Math.sin(clamp(0.25 + dusk * 0.62) * Math.PI) ** 1.5;
        context.globalCompositeOperation = "soft-light";
        context.globalAlpha = burn;
        context.drawImage(glow.canvas, 0, 0, width, height);
        context.globalCompositeOperation = "multiply";
        context.globalAlpha = clamp(dusk * 0.88);
        context.drawImage(shade.canvas, 0, 0);
      },
    });
  }
  const breath = veil(width, height, () => BREATH);
  elements.push({
    draw(context, moment) {
      context.globalCompositeOperation = "multiply";
      context.globalAlpha = clamp(0.5 - 0.5 * light.breath(moment.time));
      context.drawImage(breath.canvas, 0, 0);
    },
  });
  return elements;
}

/** Soft shadows of clouds that pass over open land by day. */
export function cloudShadows(scenery: Scenery): Element[] {
  const { shot, space } = scenery;
  const overcast = shot.weather === "rain" || shot.weather === "fog" || shot.weather === "snow";
  if (!isOpenAir(shot) || shot.time === "night" || overcast || shot.setting === "planet") return [];
  const { horizon } = space.plate.ground;
  if (horizon > 0.92) return [];
  const strength = { clear: 0.16, cloudy: 0.34, storm: 0.4 }[shot.weather as "clear" | "cloudy" | "storm"];
  const columns = 256;
  const rows = 48;
  // Twice as wide as it shows, without a seam, so that it can go round.
  const shade = picture(columns * 2, rows, (x, y, out) => {
    const v = y / (rows - 1);
    // Perspective: shadows flatten towards the horizon.
    const n = fractalNoise(shot.seed + 9, (x / columns) * 4, 1.6 / (v + 0.25), 3, 4);
    const patch = clamp((n - 0.44) / 0.22);
    out[0] = 0.05;
    out[1] = 0.07;
    out[2] = 0.14;
    out[3] = patch * patch * (3 - 2 * patch) * Math.min(1, v / 0.2) * strength;
  });
  return [
    {
      draw(context, moment) {
        const top = space.project(moment, 0.3, 0, horizon).y;
        if (top >= space.height) return;
        const turn = (moment.time * scenery.wind * -0.03 + 100) % 1;
        // A frame shows three quarters of the texture's width.
        context.drawImage(
          shade.canvas,
          turn * columns,
          0,
          columns * 0.75,
          rows,
          0,
          Math.round(top),
          space.width,
          space.height - Math.round(top),
        );
      },
    },
  ];
}
