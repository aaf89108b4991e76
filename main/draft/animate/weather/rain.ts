/** Rain in three sheets, from a fine far veil to long near streaks, and its splashes. */
import { createSurface, type Surface } from "#native/canvas/index.ts";
import { clamp, mix } from "../easing.ts";
import type { Element } from "../element.ts";
import { hash } from "../noise.ts";
import { blendColours, css, inLook, luma, type Rgb } from "../pictures.ts";
import type { Scenery } from "../scenery.ts";
import { drawSheet } from "./sheet.ts";

interface Sheet {
  /** Depth, for the camera's shift. */
  readonly depth: number;
  /** Frame heights a second. */
  readonly speed: number;
  /** Streaks in one tile. */
  readonly count: number;
  /** Width in pixels of a 480-line frame, and opacity. */
  readonly width: number;
  readonly alpha: number;
}

const FAR: readonly Sheet[] = [{ depth: 0.2, speed: 1.5, count: 620, width: 0.8, alpha: 0.2 }];
const NEAR: readonly Sheet[] = [
  { depth: 0.55, speed: 2.4, count: 210, width: 1.1, alpha: 0.26 },
  { depth: 1, speed: 3.9, count: 42, width: 1.7, alpha: 0.24 },
];
/** The shutter is open for half of a frame at 24 fps, and a little more for beauty. */
const SHUTTER = 1 / 34;

export function rain(scenery: Scenery, part: "far" | "near"): Element[] {
  return (part === "far" ? FAR : NEAR).map((sheet, i) => {
    const seed = scenery.shot.seed + (part === "far" ? 101 : 111) + i;
    const { space } = scenery;
    const storm = scenery.shot.weather === "storm";
    // Rain falls along the wind: pixels sideways for each pixel down.
    const slant = scenery.wind * (storm ? 0.42 : 0.16);
    const speed = sheet.speed * (storm ? 1.25 : 1) * space.height;
    const colour = dropColour(scenery, part);
    const tile = streakTile(sheet, colour, space.height, slant, speed, seed, storm ? 1.35 : 1);
    return {
      draw(context, moment) {
        const shift = space.project(moment, sheet.depth, 0, 0.5).x - space.width / 2;
        drawSheet(context, tile, space, seed, shift, speed * moment.time, slant * speed * moment.time);
      },
    };
  });
}

/** Rain has the colour of the sky's haze, lighter than a dark scene and darker than a bright one. */
export function dropColour(scenery: Scenery, part: "far" | "near"): Rgb {
  const { light } = scenery.space.plate;
  // Ink: dark strokes on the pale distance, and the bare paper over dark washes.
  if (scenery.shot.look === "ink") return part === "far" ? [0.16, 0.17, 0.2] : [0.8, 0.8, 0.77];
  const bright = blendColours(light.haze, [0.88, 0.93, 1], luma(light.haze) > 0.75 ? 0.2 : 0.6);
  return inLook(bright, scenery.shot.look);
}

function streakTile(
  sheet: Sheet,
  colour: Rgb,
  frameHeight: number,
  slant: number,
  speed: number,
  seed: number,
  amount: number,
): Surface {
  const k = frameHeight / 480;
  const size = Math.round(512 * Math.max(1, k));
  const tile = createSurface(size, size);
  const { context } = tile;
  const length = speed * SHUTTER;
  context.lineCap = "round";
  const count = Math.round(sheet.count * amount);
  for (let i = 0; i < count; i++) {
    const x = hash(seed, i, 1) * size;
    const y = hash(seed, i, 2) * size;
    const scale = 0.6 + 0.8 * hash(seed, i, 3);
    context.strokeStyle = css(colour, sheet.alpha * (0.4 + 0.6 * hash(seed, i, 4)));
    context.lineWidth = sheet.width * k * (0.7 + 0.5 * hash(seed, i, 5));
    // Drawn again beyond each border, so that the tile repeats without a seam.
    for (const ox of [-size, 0, size]) {
      for (const oy of [-size, 0, size]) {
        context.beginPath();
        context.moveTo(x + ox, y + oy);
        context.lineTo(x + ox + slant * length * scale, y + oy + length * scale);
        context.stroke();
      }
    }
  }
  return tile;
}

/** Small crowns where drops meet the ground, and rings on water. */
export function splashes(scenery: Scenery): Element[] {
  const { space, shot } = scenery;
  const { ground } = space.plate;
  if (ground.near <= ground.far) return [];
  const colour = dropColour(scenery, "near");
  const count = shot.weather === "storm" ? 130 : 90;
  const { water } = scenery.loaded;
  return [
    {
      draw(context, moment) {
        context.lineWidth = Math.max(0.7, space.height / 600);
        for (let i = 0; i < count; i++) {
          const period = 0.3 + 0.35 * hash(shot.seed, i, 121);
          const turn = moment.time / period + hash(shot.seed, i, 122);
          const cycle = Math.floor(turn);
          const life = turn - cycle;
          // More drops are seen far away, where the same ground takes less of the picture.
          const nearness = hash(shot.seed + i, cycle, 123) ** 1.4;
          const y = mix(ground.far, Math.min(1.02, ground.near), nearness);
          const x = (hash(shot.seed + i, cycle, 124) - 0.5) * space.aspect * 1.05;
          const at = space.project(moment, mix(0.3, 0.9, nearness), x, y);
          const wet = onMask(water, space, x, y);
          const size = mix(1.4, 8, nearness) * (space.height / 480) * (wet ? 1.6 : 1);
          const grow = 0.25 + 0.75 * life;
          context.strokeStyle = css(colour, (1 - life) * clamp(0.25 + 0.35 * nearness));
          context.beginPath();
          context.ellipse(at.x, at.y, size * grow, size * grow * 0.32, 0, 0, 2 * Math.PI);
          if (!wet && life < 0.6) {
            // The crown: two drops thrown up and falling back.
            const jump = size * 1.3 * Math.sin((life / 0.6) * Math.PI);
            context.moveTo(at.x - size * grow * 0.5, at.y - jump * 0.4);
            context.lineTo(at.x - size * grow * 0.6, at.y - jump);
            context.moveTo(at.x + size * grow * 0.4, at.y - jump * 0.3);
            context.lineTo(at.x + size * grow * 0.5, at.y - jump * 0.8);
          }
          context.stroke();
        }
      },
    },
  ];
}

/** Whether the mask is set at a point in frame units. */
export function onMask(
  mask: { width: number; height: number; values: Uint8Array },
  space: Scenery["space"],
  x: number,
  y: number,
): boolean {
  const { plate } = space;
  const px = Math.floor(plate.width / 2 + (x * space.height) / space.pixelScale);
  const py = Math.floor(plate.height / 2 + ((y - 0.5) * space.height) / space.pixelScale);
  if (px < 0 || py < 0 || px >= mask.width || py >= mask.height) return false;
  return mask.values[py * mask.width + px]! > 127;
}
