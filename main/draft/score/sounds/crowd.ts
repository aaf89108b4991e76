/**
 * A crowd's murmur: many voices at once, each a glottal pulse train through the formants of wandering
 * vowels, in syllables, phrases and pauses. No words: the vowels are drawn at random.
 */
import { childSeed, random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { between, pick, type Random } from "../dsp/chance.ts";
import { drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { pink, white } from "../dsp/noise.ts";
import { add, place, wide } from "../dsp/stereo.ts";
import { upsampleThrice } from "../dsp/upsample.ts";
import type { SoundSource } from "./source.ts";

/** First three formants in Hz (Peterson & Barney 1952, men; women's and children's are scaled). */
const VOWELS = [
  [270, 2290, 3010],
  [390, 1990, 2550],
  [530, 1840, 2480],
  [660, 1720, 2410],
  [730, 1090, 2440],
  [570, 840, 2410],
  [440, 1020, 2240],
  [300, 870, 2240],
  [640, 1190, 2390],
  [490, 1350, 1690],
] as const;

/** Voices are made at a third of the rate: speech from afar has nothing above 7 kHz. */
const VOICE_RATE = SAMPLE_RATE / 3;
const VOICES = 22;

export const crowd: SoundSource = {
  loudness: -26,
  send: 0.25,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const out = wide(() => filter(filter(pink(samples, random), "band", 480, 0.5), "high", 120));
    for (const side of [0, 1] as const) {
      shape(
        out[side],
        drift(samples, 2.5, random).map((x) => 0.1 + 0.12 * x),
      );
    }
    for (let i = 0; i < VOICES; i++) {
      const voiced = voice(Math.ceil(samples / 3) + 1, seeded(childSeed(seed, `voice-${i}`)));
      // Three speak near the listener, the rest is farther and farther away.
      const near = i < 3 ? between(random, 0.5, 0.75) : between(random, 0.15, 0.45);
      place(out, upsampleThrice(voiced, samples), between(random, -1, 1), near * 1.6);
    }
    // Sibilants of everyone together.
    const sibilants = wide(() => filter(filter(white(samples, random), "band", 5200, 1), "high", 2500));
    for (const side of [0, 1] as const) {
      shape(
        sibilants[side],
        drift(samples, 7, random).map((x) => x ** 4),
      );
    }
    return add(out, sibilants, 0.07);
  },
};

function voice(length: number, random: Random): Float32Array<ArrayBuffer> {
  const high = random() < 0.5;
  const pitch = high ? between(random, 165, 230) : between(random, 95, 140);
  const tract = high ? between(random, 1.12, 1.2) : between(random, 0.96, 1.04);
  const rate = between(random, 3.6, 5.4);
  const source = new Float32Array(length);
  const formants = [0, 1, 2].map(() => ({ hz: 500, target: 500, ic1: 0, ic2: 0, g: 0, a1: 0, a2: 0, a3: 0 }));
  const levels = [1, 0.55, 0.28];
  let [phase, syllableEnd, start, long, stress] = [0, 0, 0, 1, 0];
  let phraseLeft = Math.floor(random() * 9);
  let tilt = 0;
  for (let i = 0; i < length; i++) {
    if (i >= syllableEnd) {
      start = i;
      if (phraseLeft-- > 0) {
        long = (VOICE_RATE / rate) * between(random, 0.6, 1.5);
        stress = between(random, 0.45, 1);
        const vowel = pick(random, VOWELS);
        for (let f = 0; f < 3; f++) formants[f]!.target = vowel[f]! * tract;
      } else {
        // A breath, or listening to someone else.
        long = VOICE_RATE * (random() < 0.25 ? between(random, 1, 2.5) : between(random, 0.2, 0.6));
        stress = 0;
        phraseLeft = 4 + Math.floor(random() * 9);
      }
      syllableEnd = i + long;
    }
    if (i % 32 === 0) {
      for (let f = 0; f < 3; f++) {
        const x = formants[f]!;
        x.hz += (x.target - x.hz) * 0.06;
        x.g = Math.tan((Math.PI * x.hz) / VOICE_RATE);
        x.a1 = 1 / (1 + x.g * (x.g + (f + 1) * 0.06 + 0.06));
        x.a2 = x.g * x.a1;
        x.a3 = x.g * x.a2;
      }
    }
    const u = (i - start) / long;
    const open = stress * Math.sin(Math.PI * Math.min(1, u)) ** 0.7;
    // Pitch falls over the phrase and rises on stress.
    const f0 = pitch * (0.92 + 0.02 * phraseLeft + 0.12 * open);
    phase += f0 / VOICE_RATE;
    if (phase >= 1) phase -= 1;
    // Rosenberg's glottal pulse, and its breath.
    const flow =
      phase < 0.4
        ? 0.5 * (1 - Math.cos((Math.PI * phase) / 0.4))
        : phase < 0.56
          ? Math.cos(((phase - 0.4) / 0.16) * (Math.PI / 2))
          : 0;
    const excite = (flow - tilt + 0.04 * (random() - 0.5)) * open;
    tilt = flow;
    let value = 0;
    for (let f = 0; f < 3; f++) {
      const x = formants[f]!;
      const v3 = excite - x.ic2;
      const v1 = x.a1 * x.ic1 + x.a2 * v3;
      const v2 = x.ic2 + x.a2 * x.ic1 + x.a3 * v3;
      x.ic1 = 2 * v1 - x.ic1;
      x.ic2 = 2 * v2 - x.ic2;
      value += v1 * levels[f]!;
    }
    source[i] = value;
  }
  return source;
}
