/**
 * A crowd's murmur: many voices at once, each a glottal pulse train through the formants of wandering
 * vowels, in syllables, phrases and pauses. No words: the vowels are drawn at random.
 */
import { childSeed, random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE, silence } from "#native/audio/index.ts";
import { between, pick, type Random } from "../dsp/chance.ts";
import { CURVE_STEP, type Curve, drift, shape } from "../dsp/curve.ts";
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
const VOICES = 20;

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
    const length = Math.ceil(samples / 3) + 1;
    const people = silence(length);
    for (let i = 0; i < VOICES; i++) {
      // Three speak near the listener, the rest is farther and farther away.
      const near = i < 3 ? between(random, 0.5, 0.75) : between(random, 0.15, 0.45);
      place(people, voice(length, seeded(childSeed(seed, `voice-${i}`))), between(random, -1, 1), near);
    }
    add(out, [upsampleThrice(people[0], samples), upsampleThrice(people[1], samples)], 24);
    // Sibilants of everyone together.
    const sibilants = wide(() => filter(filter(white(samples, random), "band", 5200, 1), "high", 2500));
    for (const side of [0, 1] as const) {
      shape(
        sibilants[side],
        drift(samples, 7, random).map((x) => x ** 4),
      );
    }
    return add(out, sibilants, 0.11);
  },
};

function voice(length: number, random: Random): Float32Array<ArrayBuffer> {
  const high = random() < 0.5;
  const pitch = high ? between(random, 165, 230) : between(random, 95, 140);
  const tract = high ? between(random, 1.12, 1.2) : between(random, 0.96, 1.04);
  const { tone, open, formants } = speech(Math.ceil(length / CURVE_STEP) + 1, tract, random);
  const source = shape(glottis(length, pitch, tone, random), open);
  const out = new Float32Array(length);
  formants.forEach((hz, f) => {
    const resonance = filter(source.slice(), "band", hz, [8, 6, 4][f], VOICE_RATE);
    const level = [1, 0.5, 0.25][f]!;
    for (let i = 0; i < length; i++) out[i] = out[i]! + resonance[i]! * level;
  });
  return out;
}

/** How someone speaks: curves of relative pitch, openness of the mouth, and the formants in Hz. */
function speech(points: number, tract: number, random: Random) {
  const rate = between(random, 3.6, 5.4);
  const tone = new Float32Array(points);
  const open = new Float32Array(points);
  const formants = [0, 1, 2].map(() => new Float32Array(points));
  const perSecond = VOICE_RATE / CURVE_STEP;
  let [start, length, stress, pitch, target] = [0, 0, 0, 1, 1];
  let vowel = pick(random, VOWELS);
  let syllables = Math.floor(random() * 9);
  for (let i = 0; i < points; i++) {
    if (i >= start + length) {
      start = i;
      if (syllables-- > 0) {
        length = (perSecond / rate) * between(random, 0.6, 1.5);
        stress = between(random, 0.35, 1);
        // Intonation falls over the phrase and leaps on stress.
        target = 0.84 + 0.022 * syllables + between(random, -0.12, 0.14) + 0.12 * stress;
        vowel = pick(random, VOWELS);
      } else {
        // A breath, or listening to someone else.
        length = perSecond * (random() < 0.25 ? between(random, 1, 2.5) : between(random, 0.2, 0.6));
        stress = 0;
        syllables = 4 + Math.floor(random() * 9);
      }
    }
    pitch += (target - pitch) * 0.05 + 0.01 * (random() - 0.5);
    tone[i] = pitch;
    open[i] = stress * Math.sin(Math.PI * Math.min(1, (i - start) / length)) ** 0.7;
    formants.forEach((hz, f) => {
      const goal = vowel[f]! * tract;
      hz[i] = i === 0 ? goal : hz[i - 1]! + (goal - hz[i - 1]!) * 0.12;
    });
  }
  return { tone, open, formants };
}

/** The voice before the mouth: the derivative of Rosenberg's glottal pulse, with a little breath. */
function glottis(length: number, pitch: number, tone: Curve, random: Random): Float32Array<ArrayBuffer> {
  const out = new Float32Array(length);
  let [phase, before] = [random(), 0];
  for (let i = 0; i < length; i++) {
    phase += (pitch * tone[Math.floor(i / CURVE_STEP)]!) / VOICE_RATE;
    if (phase >= 1) phase -= 1;
    let flow = 0;
    if (phase < 0.4) flow = 0.5 * (1 - Math.cos((Math.PI * phase) / 0.4));
    else if (phase < 0.56) flow = Math.cos(((phase - 0.4) / 0.16) * (Math.PI / 2));
    out[i] = flow - before + 0.015 * (random() - 0.5);
    before = flow;
  }
  return out;
}
