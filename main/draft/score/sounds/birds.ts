/** A morning of songbirds of several species, near and far, that answer each other. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE, type Stereo } from "#native/audio/index.ts";
import { between, pick, type Random } from "../dsp/chance.ts";
import { filter } from "../dsp/filter.ts";
import { pink } from "../dsp/noise.ts";
import { scale, wide } from "../dsp/stereo.ts";
import { hill, sing } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

/** Sings one note; `at` in seconds, frequencies in Hz. */
type Voice = (at: number, seconds: number, frequency: (u: number) => number, level?: number) => void;

interface Bird {
  voice: Voice;
  random: Random;
}

/** A species sings one phrase from `at` on and returns when it ends. */
type Species = (bird: Bird, at: number) => number;

const glide = (from: number, to: number) => (u: number) => from * (to / from) ** u;
const arch = (from: number, top: number) => (u: number) => from + (top - from) * Math.sin(Math.PI * u);

/** Sparrow: a few short chirps, down then up. */
const sparrow: Species = ({ voice, random }, at) => {
  const base = between(random, 3300, 4200);
  const count = 2 + Math.floor(random() * 4);
  for (let i = 0; i < count; i++) {
    const seconds = between(random, 0.05, 0.09);
    const dip = between(random, 0.62, 0.8);
    voice(at, seconds, (u) => base * 1.25 * (1 - (1 - dip) * Math.sin(Math.PI * Math.min(1, u * 1.3))));
    at += seconds + between(random, 0.09, 0.2);
  }
  return at;
};

/** Wren and warbler: an accelerating trill that falls at the end. */
const warbler: Species = ({ voice, random }, at) => {
  const base = between(random, 4200, 5600);
  const count = 9 + Math.floor(random() * 9);
  for (let i = 0; i < count; i++) {
    const u = i / count;
    const seconds = 0.055 - 0.02 * u;
    const hz = base * (1 - 0.18 * u);
    voice(at, seconds, glide(hz * 1.18, hz * 0.86), 0.4 + 0.6 * Math.sin(Math.PI * (0.15 + 0.8 * u)));
    at += seconds + 0.022;
  }
  return at;
};

/** Blackbird: slow fluted notes, then a twitter. */
const blackbird: Species = ({ voice, random }, at) => {
  const base = between(random, 1700, 2300);
  const notes = 3 + Math.floor(random() * 3);
  for (let i = 0; i < notes; i++) {
    const hz = base * pick(random, [1, 1.125, 1.25, 1.33, 1.5]);
    const seconds = between(random, 0.12, 0.3);
    voice(at, seconds, pick(random, [glide(hz, hz * 1.12), glide(hz * 1.1, hz), arch(hz, hz * 1.15)]));
    at += seconds + between(random, 0.02, 0.09);
  }
  for (let i = 0; i < 4; i++) {
    voice(at, 0.04, glide(between(random, 3500, 5500), between(random, 4500, 7000)), 0.35);
    at += 0.055;
  }
  return at;
};

/** Great tit: two notes, over and over. */
const tit: Species = ({ voice, random }, at) => {
  const high = between(random, 4300, 5200);
  const count = 3 + Math.floor(random() * 3);
  for (let i = 0; i < count; i++) {
    voice(at, 0.11, glide(high * 0.98, high));
    voice(at + 0.15, 0.13, glide(high * 0.76, high * 0.74), 0.8);
    at += 0.36;
  }
  return at;
};

/** Chiffchaff-like single whistles with a bend. */
const whistler: Species = ({ voice, random }, at) => {
  const base = between(random, 2600, 3400);
  voice(at, 0.28, arch(base, base * 1.35), 0.9);
  voice(at + 0.36, 0.4, glide(base * 1.2, base * 0.8), 0.8);
  return at + 0.8;
};

const SPECIES = [sparrow, warbler, blackbird, tit, whistler] as const;

export const birds: SoundSource = {
  loudness: -28,
  send: 0.3,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const seconds = samples / SAMPLE_RATE;
    // The air between: never digital silence.
    const out = wide(() => filter(filter(pink(samples, random), "low", 1800), "high", 150));
    scale(out, 0.012);
    const count = 6;
    const offset = Math.floor(random() * SPECIES.length);
    for (let i = 0; i < count; i++) {
      const near = i === 0 ? 1 : between(random, 0.12, 0.65);
      const pan = i === 0 ? between(random, -0.35, 0.35) : between(random, -0.95, 0.95);
      const bird = { random, voice: voiceOf(out, near, pan) };
      const species = SPECIES[(i + offset) % SPECIES.length]!;
      let at = i === 0 ? 0.1 : between(random, 0, 3.5);
      while (at < seconds) at = species(bird, at) + between(random, 0.7, 3.2);
    }
    return out;
  },
};

/** Far birds are softer and lose their overtones on the way. */
function voiceOf(out: Stereo, near: number, pan: number): Voice {
  const harmonics = [1, 0.12 * near, 0.05 * near * near];
  return (at, seconds, frequency, level = 1) =>
    sing(out, {
      at,
      seconds,
      frequency,
      amplitude: (u) => near * level * 0.5 * hill(u, 0.25, 0.4),
      harmonics,
      pan,
    });
}
