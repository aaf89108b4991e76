/**
 * A brook: hundreds of bubbles a second, each a damped sinusoid that rises as the bubble nears the surface.
 * Source: K. van den Doel, "Physically based models for liquid sounds", ACM TAP 2(4), 2005.
 */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { between, betweenLog, moments, pick } from "../dsp/chance.ts";
import { drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { pink, white } from "../dsp/noise.ts";
import { add, wide } from "../dsp/stereo.ts";
import { strike } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

/** Little falls, each at its place, that pour with their own rhythm. */
const FALLS = 5;

export const stream: SoundSource = {
  loudness: -26,
  send: 0.06,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const seconds = samples / SAMPLE_RATE;
    const out = wide(() => filter(filter(pink(samples, random), "band", 900, 0.45), "high", 250));
    const splash = wide(() => filter(filter(white(samples, random), "high", 2200), "low", 8000));
    for (const side of [0, 1] as const) {
      shape(
        out[side],
        drift(samples, 6, random).map((x) => 0.1 + 0.14 * x),
      );
      shape(
        splash[side],
        drift(samples, 11, random).map((x) => 0.3 + 0.7 * x * x),
      );
    }
    add(out, splash, 0.075);
    const falls = Array.from({ length: FALLS }, (_, i) => ({
      pan: -0.85 + (1.7 * i) / (FALLS - 1) + between(random, -0.1, 0.1),
      smallest: betweenLog(random, 0.0009, 0.0013),
      largest: betweenLog(random, 0.004, 0.008),
      pour: drift(samples, 2.4, random),
    }));
    for (const at of moments(random, 420, 0, seconds)) {
      const fall = pick(random, falls);
      const flow = fall.pour[Math.floor((at / seconds) * (fall.pour.length - 1))]!;
      if (random() > 0.25 + 0.9 * flow) continue;
      // Radius in metres; frequency 3/r, damping 0.13/r + 0.0072 r^-1.5, as in the paper.
      const radius = betweenLog(random, fall.smallest, fall.largest);
      const frequency = 3 / radius;
      const damping = 0.13 / radius + 0.0072 * radius ** -1.5;
      strike(out, {
        at,
        frequency,
        decay: 1 / damping,
        rise: random() < 0.6 ? frequency * damping * between(random, 0.02, 0.14) : 0,
        gain: 0.5 * random() ** 2.2 * (radius / 0.004) ** 0.5,
        pan: fall.pan + between(random, -0.15, 0.15),
      });
    }
    return out;
  },
};
