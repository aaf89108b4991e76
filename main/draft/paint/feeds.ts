/** The inputs of the painter's graphs, from a shot. The graphs' side is training/backlot/painter/scene.py. */
import type { Size } from "#contract/draft.ts";
import { childSeed, random } from "#contract/random.ts";
import { CHANGES, type Colour, MOODS, SEASONS, TIMES, WEATHERS } from "#contract/scenery.ts";
import type { Shot } from "#contract/storyboard.ts";

/** Shape of the random lattices: noise.py's BANK, ROWS, COLUMNS. */
const NOISE_DIMS = [80, 96, 128] as const;

/** sRGB of the colour words, 0..1. */
const COLOUR_RGB: Record<Colour, readonly [number, number, number]> = {
  red: [0.9, 0.16, 0.12],
  orange: [1, 0.5, 0.12],
  gold: [1, 0.78, 0.3],
  green: [0.25, 0.8, 0.35],
  teal: [0.12, 0.72, 0.7],
  blue: [0.2, 0.42, 0.95],
  purple: [0.58, 0.25, 0.9],
  pink: [1, 0.5, 0.7],
  white: [0.95, 0.95, 0.97],
  black: [0.2, 0.2, 0.23],
};

/** What a graph is fed: name -> float32 values and shape. */
export type Feeds = Record<string, { data: Float32Array; dims: number[] }>;

/** Pixels of the full plate of a frame of `size`; even, so that halves stay whole. */
export function plateSize(size: Size, overscan: number): { width: number; height: number } {
  const [frameWidth, frameHeight] = frameSize(size);
  const even = (n: number) => Math.ceil((n * overscan) / 2) * 2;
  return { width: even(frameWidth), height: even(frameHeight) };
}

/** Pixels [width, height] of a size's name. */
export function frameSize(size: Size): [number, number] {
  const [width, height] = size.split("x").map(Number);
  return [width!, height!];
}

/** The inputs of a setting's graph for one shot; deterministic in the shot's seed. */
export function painterFeeds(shot: Shot, size: Size, overscan: number): Feeds {
  const [frameWidth, frameHeight] = frameSize(size);
  const { width, height } = plateSize(size, overscan);
  const unit = 1 / frameHeight;
  return {
    x: { data: centres(width, unit, 0), dims: [1, width] },
    y: { data: centres(height, unit, 0.5), dims: [height, 1] },
    px: { data: Float32Array.of(unit), dims: [1, 1] },
    aspect: { data: Float32Array.of(frameWidth / frameHeight), dims: [1, 1] },
    time: oneHot(TIMES, shot.time),
    weather: oneHot(WEATHERS, shot.weather),
    season: oneHot(SEASONS, shot.season),
    mood: oneHot(MOODS, shot.mood),
    change: oneHot(CHANGES, shot.change),
    tint: {
      data: shot.colour ? Float32Array.of(...COLOUR_RGB[shot.colour], 1) : Float32Array.of(0.5, 0.5, 0.5, 0),
      dims: [4],
    },
    noise: noiseLattices(childSeed(shot.seed, "painter")),
  };
}

/** Uniform noise for the graphs' lattices. */
export function noiseLattices(seed: number): Feeds[string] {
  const next = random(seed);
  const data = new Float32Array(NOISE_DIMS[0] * NOISE_DIMS[1] * NOISE_DIMS[2]);
  for (let i = 0; i < data.length; i++) data[i] = next();
  return { data, dims: [...NOISE_DIMS] };
}

/** Positions of `n` pixel centres, `unit` apart, around `middle`. */
function centres(n: number, unit: number, middle: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => middle + (i + 0.5 - n / 2) * unit);
}

function oneHot<W extends string>(words: readonly W[], word: W | null): Feeds[string] {
  return { data: Float32Array.from(words, (w) => (w === word ? 1 : 0)), dims: [words.length] };
}
