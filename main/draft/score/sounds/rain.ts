/** Rain: a bed of countless far drops, hundreds of near ones that tick, and some that plop into puddles. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { between, betweenLog, moments } from "../dsp/chance.ts";
import { drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { white } from "../dsp/noise.ts";
import { add, wide } from "../dsp/stereo.ts";
import { strike } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

export const rain: SoundSource = {
  loudness: -25,
  send: 0.08,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const seconds = samples / SAMPLE_RATE;
    // Each side of the bed: a broad patter around 1-3 kHz and the finer hiss above.
    const gusts = drift(samples, 0.35, random).map((x) => 0.8 + 0.4 * x);
    const bed = wide(() => filter(filter(white(samples, random), "band", 1700, 0.4), "high", 350));
    const hiss = wide(() => filter(filter(white(samples, random), "high", 3200), "low", 8500));
    for (const side of [0, 1] as const) {
      const patter = drift(samples, 60, random).map((x) => 0.6 + 0.8 * x);
      shape(shape(bed[side], gusts), patter);
      shape(hiss[side], gusts);
    }
    add(bed, hiss, 0.4);
    for (const at of moments(random, 420, 0, seconds)) {
      strike(bed, {
        at,
        frequency: betweenLog(random, 1600, 9000),
        decay: betweenLog(random, 0.0006, 0.003),
        // Near drops are few: amplitudes follow a power law.
        gain: 0.35 * Math.min(9, (1 - random()) ** -0.6),
        pan: between(random, -1, 1),
      });
    }
    for (const at of moments(random, 26, 0, seconds)) {
      const frequency = betweenLog(random, 500, 2600);
      strike(bed, {
        at,
        frequency,
        decay: between(random, 0.008, 0.022),
        rise: frequency * between(random, 3, 14),
        gain: 0.5 * Math.min(5, (1 - random()) ** -0.5),
        pan: between(random, -0.9, 0.9),
      });
    }
    return bed;
  },
};
