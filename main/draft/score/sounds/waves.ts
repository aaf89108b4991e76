/**
 * Surf on a beach: each wave swells as a dark rumble, breaks with a bright crash that runs along the
 * shore, and draws back as a fizzing hiss.
 */

import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { between } from "../dsp/chance.ts";
import { type Curve, curve, drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { brown, pink, white } from "../dsp/noise.ts";
import { add, panGains, scale, wide } from "../dsp/stereo.ts";
import type { SoundSource } from "./source.ts";

interface Wave {
  /** When it breaks, seconds. */
  breaks: number;
  swell: number;
  retreat: number;
  size: number;
  /** Runs along the shore from `pan` at `speed` a second. */
  pan: number;
  speed: number;
}

export const waves: SoundSource = {
  loudness: -23,
  send: 0.06,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const sea: Wave[] = [];
    for (let at = between(random, 0.6, 1.6); at < samples / SAMPLE_RATE + 4; at += between(random, 5.2, 8)) {
      const main = between(random, 0.75, 1);
      sea.push(wave(random, at, main));
      // A smaller one, farther along the shore, in the gap.
      sea.push(wave(random, at + between(random, 2.2, 3.6), main * between(random, 0.25, 0.55)));
    }
    const sides = [0, 1] as const;
    const body = wide(() => brown(samples, random, 110));
    const crash = wide(() => pink(samples, random));
    const hiss = wide(() => white(samples, random));
    const far = wide(() => filter(filter(pink(samples, random), "low", 600), "high", 90));
    for (const side of sides) {
      const along = (w: Wave, t: number) => panGains(w.pan + w.speed * (t - w.breaks))[side] * w.size;
      const sum = (of: (w: Wave, t: number) => number): Curve =>
        curve(samples, (t) => sea.reduce((total, w) => total + along(w, t) * of(w, t), 0));

      shape(filter(filter(body[side], "low", 420), "high", 60), sum(swelling));
      const brightness = curve(
        samples,
        (t) =>
          500 +
          6500 *
            Math.min(
              1,
              sea.reduce((b, w) => b + breaking(w, t) * w.size, 0),
            ),
      );
      shape(filter(filter(crash[side], "low", brightness), "high", 130), sum(breaking));
      // Foam is many small bubbles: the hiss crackles a little and thins out as it drains.
      const fizz = drift(samples, 45, random).map((x) => 0.55 + 0.9 * x * x);
      const drain = curve(samples, (t) =>
        sea.reduce((hz, w) => Math.max(hz, 2200 + 3600 * draining(w, t)), 2200),
      );
      shape(shape(filter(filter(hiss[side], "high", drain), "low", 9500), fizz), sum(draining));
    }
    scale(far, 0.28);
    add(add(add(far, body, 1), crash, 2.6), hiss, 0.55);
    const restless = drift(samples, 0.4, random).map((x) => 0.8 + 0.4 * x);
    for (const side of sides) shape(far[side], restless);
    return far;
  },
};

function wave(random: () => number, breaks: number, size: number): Wave {
  const pan = between(random, -0.7, 0.7);
  return {
    breaks,
    size,
    swell: between(random, 1.6, 2.6),
    retreat: between(random, 1.5, 2.4),
    pan,
    speed: -Math.sign(pan) * between(random, 0.2, 0.4),
  };
}

function swelling(w: Wave, t: number): number {
  const d = t - w.breaks;
  return d < 0 ? Math.exp(-((d / w.swell) ** 2) * 2.2) : Math.exp(-d / 0.9);
}

function breaking(w: Wave, t: number): number {
  const d = t - w.breaks;
  if (d < -0.5) return 0;
  if (d < 0) return ((d + 0.5) / 0.5) ** 3;
  return 0.6 * Math.exp(-d / 0.5) + 0.4 * Math.exp(-d / 1.7);
}

function draining(w: Wave, t: number): number {
  const d = t - w.breaks + 0.1;
  return d < 0 ? 0 : Math.min(1, (d / 0.7) ** 2) * Math.exp(-Math.max(0, d - 0.7) / w.retreat);
}
