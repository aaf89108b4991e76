/** An open fire: a fluttering low roar, a faint hiss, and crackles that come in clusters, with a pop now and then. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { between, betweenLog, moments } from "../dsp/chance.ts";
import { drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { brown, white } from "../dsp/noise.ts";
import { add, scale, wide } from "../dsp/stereo.ts";
import { strike } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

export const fire: SoundSource = {
  loudness: -26,
  send: 0.05,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const seconds = samples / SAMPLE_RATE;
    const roar = wide(() => filter(filter(brown(samples, random, 200), "low", 520), "high", 55));
    const hiss = wide(() => filter(white(samples, random), "high", 3600));
    const lick = drift(samples, 1.1, random);
    for (const side of [0, 1] as const) {
      const flutter = drift(samples, 9, random);
      shape(
        roar[side],
        lick.map((x, i) => (0.35 + 0.65 * x) * (0.5 + 0.9 * flutter[i]!)),
      );
      const sizzle = drift(samples, 14, random);
      shape(
        hiss[side],
        lick.map((x, i) => (0.3 + 0.7 * x) * (0.3 + sizzle[i]! ** 3 * 1.6)),
      );
    }
    scale(roar, 0.4);
    const out = add(roar, hiss, 0.03);

    const crackle = (at: number, size: number, pan: number) => {
      // A snap is a click of several short resonances of the wood.
      for (let i = 0; i < 3; i++) {
        strike(out, {
          at: at + i * 0.0004,
          frequency: betweenLog(random, 1100, 7500),
          decay: betweenLog(random, 0.0007, 0.004),
          gain: size * between(random, 0.6, 1.5),
          pan,
        });
      }
    };
    for (const at of moments(random, 9, 0, seconds)) {
      const pan = between(random, -0.7, 0.7);
      const size = 0.16 * Math.min(7, (1 - random()) ** -0.75);
      crackle(at, size, pan);
      // One snap sets off others.
      let after = at;
      while (random() < 0.6) {
        after += -Math.log(1 - random()) * 0.035;
        crackle(after, size * between(random, 0.2, 0.9), pan);
      }
    }
    for (const at of [between(random, 0.1, 0.8), ...moments(random, 0.55, 0, seconds)]) {
      const pan = between(random, -0.4, 0.4);
      crackle(at, 1.1, pan);
      strike(out, { at, frequency: between(random, 140, 420), decay: 0.012, gain: 1, pan });
      strike(out, { at, frequency: between(random, 700, 1500), decay: 0.006, gain: 0.8, pan });
    }
    return out;
  },
};
