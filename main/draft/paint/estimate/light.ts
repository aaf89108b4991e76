/** Where the light comes from and what colours it has. */
import type { Light } from "#contract/plate.ts";
import type { TimeOfDay } from "#contract/scenery.ts";
import type { Shot } from "#contract/storyboard.ts";
import type { Analysis } from "./analysis.ts";
import type { Horizon } from "./horizon.ts";
import { blur, clamp, mix, type Plane, plane } from "./raster.ts";
import { coverage } from "./sky.ts";

type Rgb = [number, number, number];

/** The light's colour at a time of day, where the picture shows too little of it. */
const KEY: Record<TimeOfDay, Rgb> = {
  dawn: [1, 0.82, 0.66],
  day: [1, 0.96, 0.87],
  dusk: [1, 0.62, 0.36],
  night: [0.79, 0.84, 1],
};
const INTENSITY: Record<Shot["weather"], number> = {
  clear: 1,
  cloudy: 0.6,
  rain: 0.3,
  snow: 0.4,
  fog: 0.3,
  storm: 0.35,
};
/** A bright spot must stand out from what is about it by so much to be a sun or a moon. */
const DISC = 0.07;
/** Less sky than this tells nothing of the light. */
const LEAST_SKY = 0.03;

/** Estimates the light; `sky` is of the small picture. `overscan` and `aspect` are the plate's and the frame's. */
export function findLight(
  analysis: Analysis,
  sky: Plane,
  horizon: Horizon,
  shot: Pick<Shot, "time" | "weather">,
  aspect: number,
  overscan: number,
): Light {
  const { rgb, width, height, prior, yOf } = analysis;
  const isOutside = coverage(sky) >= LEAST_SKY;
  const within = isOutside ? sky : plane(width, height, () => 1);
  const source = brightest(analysis, within);
  const xOf = (column: number) => ((column + 0.5) / width - 0.5) * aspect * overscan;
  const ambient = meanColour(rgb, within);
  const nearHorizon = plane(width, height, (i) => {
    const distance = Math.abs(Math.floor(i / width) - (horizon.row - height * 0.03)) / (height * 0.04);
    return Math.max(0, 1 - distance) * within.values[i]!;
  });
  const seen = lifted(meanColour(rgb, source.about));
  const key = KEY[shot.time];
  // Tints are told by the picture, as far as it shows the light itself.
  const colour = key.map((value, c) => mix(value, seen[c]!, source.isDisc ? 0.5 : 0.35)) as Rgb;
  return {
    x: xOf(source.x),
    y: isOutside || source.isDisc ? yOf(source.y) : Math.min(0, yOf(source.y)),
    colour,
    ambient,
    haze: coverage(nearHorizon) > 1e-4 ? meanColour(rgb, nearHorizon) : ambient,
    intensity: INTENSITY[shot.weather] * (prior.enclosed ? 0.7 : source.isDisc ? 1 : 0.85),
  };
}

interface Source {
  /** Column and row of the small picture. */
  x: number;
  y: number;
  /** Whether it is a bright spot, as sun and moon are. */
  isDisc: boolean;
  /** Weights of the pixels that it lights most. */
  about: Plane;
}

/** The brightest spot within a mask, or, where nothing stands out, the middle of its brightest part. */
function brightest({ luma, width, height }: Analysis, within: Plane): Source {
  const fine = blur(luma, Math.max(1, height * 0.02));
  const wide = blur(luma, height * 0.12);
  let [peak, best] = [0, Number.NEGATIVE_INFINITY];
  for (let y = 0; y < height; y++) {
    const row = meanOfRow(luma, within, y);
    for (let i = y * width; i < (y + 1) * width; i++) {
      if (within.values[i]! < 0.5) continue;
      // Haze makes whole rows bright; a sun stands out of its row, and is brighter than any cloud.
      const stands = fine.values[i]! - wide.values[i]! + (fine.values[i]! - row) + fine.values[i]! ** 4;
      if (stands > best) [peak, best] = [i, stands];
    }
  }
  const isDisc = fine.values[peak]! - wide.values[peak]! > DISC && fine.values[peak]! > 0.5;
  const top = luma.values.toSorted()[Math.floor(luma.values.length * 0.97)]!;
  const radius = height * 0.1;
  const about = plane(width, height, (i) => {
    if (!isDisc) return within.values[i]! > 0.5 && luma.values[i]! >= top * 0.9 ? 1 : 0;
    const away = Math.hypot((i % width) - (peak % width), Math.floor(i / width) - Math.floor(peak / width));
    return within.values[i]! * Math.max(0, 1 - away / radius);
  });
  if (isDisc) return { x: peak % width, y: Math.floor(peak / width), isDisc, about };
  let [x, y, weight] = [0, 0, 1e-9];
  for (let i = 0; i < about.values.length; i++) {
    x += about.values[i]! * (i % width);
    y += about.values[i]! * Math.floor(i / width);
    weight += about.values[i]!;
  }
  return { x: x / weight, y: y / weight, isDisc, about };
}

function meanOfRow({ values, width }: Plane, within: Plane, y: number): number {
  let [sum, count] = [0, 1e-6];
  for (let i = y * width; i < (y + 1) * width; i++) {
    sum += values[i]! * within.values[i]!;
    count += within.values[i]!;
  }
  return sum / count;
}

function meanColour(rgb: readonly Plane[], weights: Plane): Rgb {
  const total = weights.values.reduce((sum, value) => sum + value, 1e-9);
  return rgb.map(({ values }) =>
    clamp(values.reduce((sum, value, i) => sum + value * weights.values[i]!, 0) / total),
  ) as Rgb;
}

/** The colour at full brightness. */
function lifted(colour: Rgb): Rgb {
  const most = Math.max(...colour, 1e-3);
  return colour.map((value) => value / most) as Rgb;
}
