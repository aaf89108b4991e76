/** A summer night: field crickets that chirp in threes and fours, each in its own time, over tree crickets' trill. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE, silence } from "#native/audio/index.ts";
import { between } from "../dsp/chance.ts";
import { curve, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { white } from "../dsp/noise.ts";
import { add, place, wide } from "../dsp/stereo.ts";
import { hill, sing } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

export const crickets: SoundSource = {
  loudness: -30,
  send: 0.08,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const out = silence(samples);
    const seconds = samples / SAMPLE_RATE;
    for (let cricket = 0; cricket < 8; cricket++) {
      const near = cricket === 0 ? 1 : cricket === 1 ? 0.7 : between(random, 0.1, 0.45);
      const carrier = between(random, 4150, 5050);
      const pulses = random() < 0.5 ? 3 : 4;
      const pulse = between(random, 0.014, 0.019);
      const gap = between(random, 0.016, 0.021);
      const period = between(random, 0.34, 0.62);
      const pan = cricket === 0 ? between(random, 0.15, 0.5) : between(random, -1, 1);
      let rest = 0;
      for (let at = random() * 0.3; at < seconds; at += period * between(random, 0.96, 1.04) + rest) {
        for (let i = 0; i < pulses; i++) {
          sing(out, {
            at: at + i * (pulse + gap),
            seconds: pulse,
            frequency: (u) => carrier * (1.012 - 0.03 * u),
            amplitude: (u) => 0.3 * near * (0.55 + (0.45 * i) / (pulses - 1)) * hill(u, 0.3, 0.5),
            harmonics: [1, 0.06 * near, 0.02 * near],
            pan,
          });
        }
        rest = random() < 0.06 ? between(random, 0.6, 1.8) : 0;
      }
    }
    // Tree crickets: a steady purr from the dark, slightly out of step with one another.
    for (let tree = 0; tree < 4; tree++) {
      const hz = between(random, 3650, 4100);
      const rate = between(random, 38, 52);
      const purr = filter(filter(white(samples, random), "band", hz, 45), "band", hz, 30);
      const phase = random();
      shape(
        purr,
        curve(samples, (t) => 0.15 + 0.85 * Math.max(0, Math.sin(2 * Math.PI * (rate * t + phase)))),
      );
      place(out, purr, between(random, -0.9, 0.9), between(random, 0.05, 0.12));
    }
    const night = wide(() => filter(filter(white(samples, random), "band", 4600, 1.2), "low", 7000));
    return add(out, night, 0.006);
  },
};
