/** Church bells: inharmonic partials that beat and fade at their own pace after the clapper's blow. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE, silence } from "#native/audio/index.ts";
import { between, pick } from "../dsp/chance.ts";
import { curve, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { white } from "../dsp/noise.ts";
import { place, toSample } from "../dsp/stereo.ts";
import { strike } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

/**
 * Ratio to the prime, level, and decay (seconds to 1/e) of the partials of a minor-third bell:
 * hum, prime, tierce, quint, nominal, and so on. Source: T. D. Rossing, "Science of Percussion
 * Instruments" (2000), chapter on church bells.
 */
const PARTIALS = [
  { ratio: 0.5, level: 0.55, decay: 5.5 },
  { ratio: 1.0, level: 0.75, decay: 3.2 },
  { ratio: 1.183, level: 0.9, decay: 2.8 },
  { ratio: 1.506, level: 0.4, decay: 1.5 },
  { ratio: 2.0, level: 1, decay: 1.7 },
  { ratio: 2.514, level: 0.35, decay: 0.9 },
  { ratio: 2.662, level: 0.3, decay: 0.8 },
  { ratio: 3.011, level: 0.45, decay: 0.75 },
  { ratio: 4.166, level: 0.3, decay: 0.45 },
  { ratio: 5.433, level: 0.2, decay: 0.3 },
  { ratio: 6.796, level: 0.12, decay: 0.2 },
  { ratio: 8.215, level: 0.08, decay: 0.14 },
] as const;

export const bells: SoundSource = {
  loudness: -24,
  send: 0.25,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const out = silence(samples);
    const tonic = between(random, 290, 400);
    // One great bell, or two or three that take turns down a scale.
    const scale = pick(random, [[1], [1.125, 1], [1.25, 1.125, 1]]);
    const peal = scale.map((step, i) => ({
      prime: tonic * step,
      pan: (i - (scale.length - 1) / 2) * 0.3,
      warble: PARTIALS.map(() => between(random, 0.15, 0.9)),
      detune: PARTIALS.map(() => 1 + 0.004 * (random() - 0.5)),
    }));
    const period = scale.length === 1 ? between(random, 2.1, 2.6) : between(random, 1.05, 1.3);
    let turn = 0;
    for (let at = 0.05; at < samples / SAMPLE_RATE; at += period * between(random, 0.97, 1.03), turn++) {
      const bell = peal[turn % peal.length]!;
      const force = between(random, 0.8, 1);
      PARTIALS.forEach(({ ratio, level, decay }, p) => {
        const frequency = bell.prime * ratio * bell.detune[p]!;
        // No bell is quite round: each partial is a pair that beats.
        for (const [offset, share] of [
          [0, 0.65],
          [bell.warble[p]!, 0.35],
        ] as const) {
          strike(out, {
            at,
            frequency: frequency + offset,
            decay,
            gain: 0.2 * force * level * share,
            pan: bell.pan,
          });
        }
      });
      const blow = white(toSample(0.05), random);
      shape(
        blow,
        curve(blow.length, (t) => Math.min(1, t / 0.0007) * Math.exp(-t / 0.007)),
      );
      place(out, filter(filter(blow, "band", 3200, 0.5), "low", 6000), bell.pan, 0.12 * force, toSample(at));
    }
    return out;
  },
};
