/** The last touch, the same on every frame but for the grain: vignette, paper, grain. */
import { random } from "#contract/random.ts";
import type { Look } from "#contract/scenery.ts";
import { type Surface, surfaceFromRgba } from "#native/canvas/index.ts";
import type { Element } from "./element.ts";
import { fractalNoise, hash } from "./noise.ts";
import { picture } from "./pictures.ts";
import type { Scenery } from "./scenery.ts";

interface Recipe {
  /** Darkening of the corners, 0..1. */
  readonly vignette: number;
  /** Strength of the paper or canvas texture, 0..1. */
  readonly texture: number;
  /** Standard deviation of the grain, levels of 255 in the mid-tones. */
  readonly grain: number;
}

const RECIPES: Record<Look, Recipe> = {
  realistic: { vignette: 0.2, texture: 0, grain: 2.2 },
  watercolour: { vignette: 0, texture: 0.1, grain: 0.8 },
  anime: { vignette: 0.08, texture: 0, grain: 0.9 },
  oil: { vignette: 0.16, texture: 0.07, grain: 1 },
  ink: { vignette: 0.06, texture: 0.1, grain: 1 },
  noir: { vignette: 0.45, texture: 0, grain: 4.5 },
};

export function finish({ space, shot }: Scenery): Element[] {
  const recipe = RECIPES[shot.look];
  const elements: Element[] = [];
  if (recipe.vignette > 0 || recipe.texture > 0) {
    const veil = veilOf(space.width, space.height, recipe, shot.seed);
    elements.push({
      draw(context) {
        context.globalCompositeOperation = "multiply";
        context.drawImage(veil.canvas, 0, 0);
      },
    });
  }
  const tile = grainTile(space.width, space.height, recipe.grain);
  elements.push({
    draw(context, moment) {
      const x = -Math.floor(hash(shot.seed, moment.frame, 91) * GRAIN_ROOM);
      const y = -Math.floor(hash(shot.seed, moment.frame, 92) * GRAIN_ROOM);
      context.globalCompositeOperation = "overlay";
      context.drawImage(tile.canvas, x, y);
    },
  });
  return elements;
}

/** Vignette and paper in one picture to multiply with. */
function veilOf(width: number, height: number, recipe: Recipe, seed: number): Surface {
  const half = Math.hypot(width, height) / 2;
  return picture(width, height, (x, y, out) => {
    const r = Math.hypot(x - width / 2, y - height / 2) / half;
    const dark = recipe.vignette * Math.max(0, (r - 0.35) / 0.65) ** 2;
    let paper = 0;
    if (recipe.texture > 0) {
      const fibre = fractalNoise(seed + 3, x / 3.1, y / 2.7, 2);
      const wash = fractalNoise(seed + 4, x / 60, y / 60, 2);
      paper = recipe.texture * (0.75 * (1 - fibre) + 0.25 * (1 - wash));
    }
    // Dither by half a level, so that the veil itself has no bands.
    const v = (1 - dark) * (1 - paper) + (hash(seed, x, y) - 0.5) / 255;
    out[0] = out[1] = out[2] = v;
    out[3] = 1;
  });
}

/** How far the grain is moved about between frames, pixels. */
const GRAIN_ROOM = 131;

/** Near-Gaussian grey noise around the middle, for "overlay", which leaves black and white alone. */
function grainTile(width: number, height: number, deviation: number): Surface {
  const [w, h] = [width + GRAIN_ROOM, height + GRAIN_ROOM];
  const data = new Uint8ClampedArray(w * h * 4);
  const next = random(1);
  // The sum of four uniform bytes has a deviation of 256 / sqrt(3).
  const scale = (deviation * Math.sqrt(3)) / 256;
  for (let i = 0; i < data.length; i += 4) {
    const word = next() * 2 ** 32;
    const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
    data[i] = data[i + 1] = data[i + 2] = 127.5 + (sum - 510) * scale;
    data[i + 3] = 255;
  }
  return surfaceFromRgba(data, w, h);
}
