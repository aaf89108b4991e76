/** The spaces that sounds are heard in, as impulse responses: what is left of a click after the place has answered. */
import { childSeed, random as seeded } from "#contract/random.ts";
import type { Setting } from "#contract/scenery.ts";
import { SAMPLE_RATE, type Stereo, silence } from "#native/audio/index.ts";
import { between } from "./dsp/chance.ts";
import { filter } from "./dsp/filter.ts";
import { white } from "./dsp/noise.ts";
import { place, scale, toSample, wide } from "./dsp/stereo.ts";

export interface Space {
  /** Seconds until the reverb has fallen by 60 dB, below 400 Hz, in the middle, and above 3 kHz. */
  decay: readonly [low: number, mid: number, high: number];
  /** Seconds before the first reflection, and until the reverb is dense. */
  early: readonly [first: number, dense: number];
  /** Single echoes from walls or hills: seconds and amplitude. */
  echoes: readonly (readonly [seconds: number, gain: number])[];
  /** Share of the send that comes back. */
  wet: number;
}

const OPEN: Space = { decay: [0.7, 0.6, 0.3], early: [0.02, 0.08], echoes: [[0.19, 0.2]], wet: 0.5 };
const VALLEY: Space = {
  decay: [2.6, 2, 0.8],
  early: [0.06, 0.25],
  echoes: [
    [0.34, 0.3],
    [0.61, 0.22],
    [0.97, 0.15],
  ],
  wet: 1,
};
const WOOD: Space = { decay: [1.3, 1.4, 0.8], early: [0.015, 0.07], echoes: [[0.11, 0.15]], wet: 0.9 };
const CITY: Space = {
  decay: [1.8, 1.5, 0.7],
  early: [0.02, 0.09],
  echoes: [
    [0.13, 0.3],
    [0.21, 0.2],
  ],
  wet: 1,
};
const ROOM: Space = { decay: [0.5, 0.4, 0.3], early: [0.004, 0.02], echoes: [], wet: 1 };
const HALL: Space = { decay: [1.9, 1.7, 1], early: [0.015, 0.06], echoes: [], wet: 1.2 };
const STATION: Space = { decay: [3, 2.6, 1.3], early: [0.03, 0.12], echoes: [[0.17, 0.2]], wet: 1.4 };
const DEEP: Space = { decay: [2.6, 1.2, 0.2], early: [0.005, 0.03], echoes: [], wet: 1.2 };
const VOID: Space = { decay: [3, 2.6, 1.6], early: [0.04, 0.2], echoes: [], wet: 1.3 };

/** The space of each setting. */
export const SPACES: Record<Setting, Space> = {
  sea: OPEN,
  beach: OPEN,
  "mountain-lake": VALLEY,
  forest: WOOD,
  "autumn-wood": WOOD,
  desert: OPEN,
  skyline: CITY,
  street: CITY,
  snowfield: OPEN,
  underwater: DEEP,
  space: VOID,
  planet: VALLEY,
  meadow: OPEN,
  room: ROOM,
  stage: HALL,
  station: STATION,
};

/** Longest response kept: a tail beyond it is under 50 dB. */
const LONGEST_SECONDS = 2.5;

const responses = new Map<Space, Stereo>();

/** The impulse response of a space; made once, for every stem sounds in the same one. Not to be written to. */
export function impulseResponse(space: Space): Stereo {
  const response = responses.get(space) ?? makeImpulseResponse(space);
  responses.set(space, response);
  return response;
}

/**
 * The stereo impulse response of a space, of energy wet^2 on each side: noise in three bands that decay
 * each at its own pace, after single reflections that grow denser. The same space gives the same response.
 */
function makeImpulseResponse(space: Space): Stereo {
  const random = seeded(childSeed(1, JSON.stringify(space)));
  const length = toSample(Math.min(LONGEST_SECONDS, Math.max(...space.decay)));
  const out = silence(length);
  const [first, dense] = space.early;
  const bands = [
    (x: Float32Array<ArrayBuffer>) => filter(x, "low", 400),
    (x: Float32Array<ArrayBuffer>) => filter(filter(x, "high", 400), "low", 3000),
    (x: Float32Array<ArrayBuffer>) => filter(filter(x, "high", 3000), "low", 11_000),
  ];
  bands.forEach((band, b) => {
    const noise = wide(() => band(white(length, random)));
    const rate = Math.log(1000) / space.decay[b]!;
    noise.forEach((side, c) => {
      const to = out[c]!;
      for (let i = 0; i < length; i++) {
        const t = i / SAMPLE_RATE;
        const onset = t < first ? 0 : Math.min(1, (t - first) / (dense - first)) ** 2;
        to[i] = to[i]! + side[i]! * onset * Math.exp(-rate * t);
      }
    });
  });
  normalise(out, 0.85);

  const reflections = Array.from({ length: 9 }, () => {
    const seconds = first + (dense * 1.5 - first) * random() ** 1.5;
    return [seconds, between(random, 0.1, 0.3) * (random() < 0.5 ? -1 : 1)] as const;
  });
  for (const [seconds, gain] of [...reflections, ...space.echoes]) {
    // A reflection is a short smear, not a click.
    const smear = white(96, random);
    for (let i = 0; i < smear.length; i++) smear[i] = smear[i]! * Math.exp(-i / 18) * 0.25;
    place(out, filter(smear, "low", 5500), between(random, -0.8, 0.8), gain, toSample(seconds));
  }
  return normalise(out, space.wet);
}

/** Scales both sides alike, so that their mean energy is `amplitude`^2. */
function normalise(sound: Stereo, amplitude: number): Stereo {
  let energy = 0;
  for (const side of sound) for (let i = 0; i < side.length; i++) energy += side[i]! ** 2;
  return scale(sound, amplitude / Math.sqrt(energy / 2));
}
