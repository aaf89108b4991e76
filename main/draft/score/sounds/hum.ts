/** Room tone: quiet air from a vent, the weight of the building, and a trace of mains hum. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { between } from "../dsp/chance.ts";
import { drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { brown, pink } from "../dsp/noise.ts";
import { add, place, wide } from "../dsp/stereo.ts";
import type { SoundSource } from "./source.ts";

const MAINS = 50;
/** Levels of the mains' harmonics: transformers hum at twice the mains, most of all. */
const HARMONICS = [0.35, 1, 0.3, 0.45, 0.1, 0.22, 0.05, 0.1] as const;

export const hum: SoundSource = {
  loudness: -36,
  send: 0.05,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const out = wide(() => filter(filter(brown(samples, random, 35), "low", 240), "high", 30));
    const vent = wide(() => filter(filter(pink(samples, random), "band", 430, 0.6), "low", 2600));
    for (const side of [0, 1] as const) {
      shape(
        out[side],
        drift(samples, 0.5, random).map((x) => 0.85 + 0.3 * x),
      );
      shape(
        vent[side],
        drift(samples, 0.3, random).map((x) => 0.8 + 0.4 * x),
      );
    }
    add(out, vent, 0.35);
    const mains = new Float32Array(samples);
    HARMONICS.forEach((level, k) => {
      const turn = (2 * Math.PI * MAINS * (k + 1)) / SAMPLE_RATE;
      const phase = random() * 2 * Math.PI;
      for (let i = 0; i < samples; i++) mains[i] = mains[i]! + level * Math.sin(turn * i + phase);
    });
    shape(
      mains,
      drift(samples, 0.7, random).map((x) => 0.9 + 0.2 * x),
    );
    place(out, mains, between(random, -0.3, 0.3), 0.13);
    return out;
  },
};
