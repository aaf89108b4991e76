/** Leaves: a breeze runs through them and thousands brush each other; between gusts a few still stir. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { between, betweenLog, moments } from "../dsp/chance.ts";
import { curve, drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { white } from "../dsp/noise.ts";
import { panGains, wide } from "../dsp/stereo.ts";
import { hill, strike } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

export const leaves: SoundSource = {
  loudness: -29,
  send: 0.08,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const seconds = samples / SAMPLE_RATE;
    const gusts: { at: number; seconds: number; size: number; pan: number; travel: number }[] = [];
    for (let at = between(random, -0.4, 0.1); at < seconds; at += between(random, 0.7, 2.1)) {
      const travel = between(random, -0.9, 0.9);
      gusts.push({
        at,
        seconds: between(random, 0.9, 2.6),
        size: between(random, 0.25, 1),
        pan: -travel / 2,
        travel,
      });
    }
    const breeze = (t: number, side: 0 | 1) =>
      gusts.reduce((sum, g) => {
        const u = (t - g.at) / g.seconds;
        return u <= 0 || u >= 1
          ? sum
          : sum + g.size * hill(u, 0.35, 0.65) * panGains(g.pan + g.travel * u)[side];
      }, 0.05);
    const sides = [0, 1] as const;
    const strength = sides.map((side) => curve(samples, (t) => breeze(t, side)));
    const out = wide(() => white(samples, random));
    for (const side of sides) {
      const force = strength[side]!;
      // A stronger gust moves stiffer, brighter leaves.
      const colour = force.map((x) => 3000 + 2200 * Math.min(1.4, x));
      filter(filter(out[side], "band", colour, 0.55), "high", 900);
      const flutter = drift(samples, 17, random);
      const rustle = drift(samples, 48, random);
      shape(
        out[side],
        force.map((x, i) => x ** 1.3 * (0.25 + 0.9 * flutter[i]!) * (0.35 + rustle[i]! ** 2 * 1.5)),
      );
    }
    // Single leaves that tick against twigs.
    for (const at of moments(random, 190, 0, seconds)) {
      const point = Math.floor((at / seconds) * (strength[0]!.length - 1));
      const force = (strength[0]![point]! + strength[1]![point]!) / 2;
      const balance = (strength[1]![point]! - strength[0]![point]!) / (2 * force);
      strike(out, {
        at,
        frequency: betweenLog(random, 2200, 8500),
        decay: betweenLog(random, 0.0008, 0.005),
        gain: force * 0.5 * Math.min(6, (1 - random()) ** -0.5),
        pan: balance + between(random, -0.5, 0.5),
      });
    }
    return out;
  },
};
