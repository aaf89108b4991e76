/** Below the surface: the muffled surge of water, a low throb, and strings of bubbles that rise past. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { between, betweenLog, moments } from "../dsp/chance.ts";
import { drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { brown, pink } from "../dsp/noise.ts";
import { add, wide } from "../dsp/stereo.ts";
import { strike } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

export const underwater: SoundSource = {
  loudness: -26,
  send: 0.2,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const seconds = samples / SAMPLE_RATE;
    const colour = drift(samples, 0.25, random).map((x) => 130 + 220 * x);
    const out = wide(() =>
      filter(filter(filter(brown(samples, random, 50), "low", colour), "low", 420), "high", 30),
    );
    const surge = wide(() =>
      filter(
        filter(
          pink(samples, random),
          "band",
          colour.map((x) => x * 1.7),
          3,
        ),
        "low",
        900,
      ),
    );
    const swell = drift(samples, 0.3, random);
    for (const side of [0, 1] as const) {
      const wash = drift(samples, 0.6, random);
      shape(
        out[side],
        swell.map((x, i) => 0.5 + 0.5 * x + 0.3 * wash[i]!),
      );
      shape(
        surge[side],
        wash.map((x) => x * x),
      );
    }
    add(out, surge, 0.7);
    const strings = [between(random, 0.1, 0.6), ...moments(random, 0.75, 0.5, seconds)];
    for (const begin of strings) {
      const pan = between(random, -0.8, 0.8);
      const near = between(random, 0.25, 1);
      const size = betweenLog(random, 260, 620);
      const count = 4 + Math.floor(random() * 14);
      let at = begin;
      for (let i = 0; i < count; i++) {
        const frequency = size * between(random, 0.75, 1.5) * (1 + 0.03 * i);
        strike(out, {
          at,
          frequency,
          decay: between(random, 0.018, 0.045),
          rise: frequency * between(random, 4, 11),
          gain: near * between(random, 0.3, 1) * 1.3,
          pan: pan + between(random, -0.12, 0.12),
        });
        at += between(random, 0.03, 0.14);
      }
    }
    return out;
  },
};
