/** A train rolling by: rumble, the ring of wheels on rail, "ta-dum, ta-dum" over the joints, and brakes that squeal. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE, type Stereo } from "#native/audio/index.ts";
import { between, betweenLog, type Random } from "../dsp/chance.ts";
import { curve, drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { brown, pink, white } from "../dsp/noise.ts";
import { add, place, scale, toSample, wide } from "../dsp/stereo.ts";
import { hill, sing, strike } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

export const train: SoundSource = {
  loudness: -22,
  send: 0.15,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const seconds = samples / SAMPLE_RATE;
    const out = wide(() => filter(filter(brown(samples, random, 90), "low", 230), "high", 40));
    const rolling = wide(() => filter(pink(samples, random), "band", between(random, 600, 800), 0.6));
    const ring = wide(() => filter(pink(samples, random), "band", between(random, 1900, 2400), 5));
    for (const side of [0, 1] as const) {
      shape(
        out[side],
        drift(samples, 2.2, random).map((x) => 0.6 + 0.6 * x),
      );
      shape(
        rolling[side],
        drift(samples, 1.4, random).map((x) => 0.5 + 0.6 * x),
      );
      shape(
        ring[side],
        drift(samples, 3, random).map((x) => 0.2 + 0.8 * x * x),
      );
    }
    scale(out, 0.5);
    add(add(out, rolling, 0.36), ring, 0.1);

    // Bogies of two axles: four blows a carriage, the rhythm that everyone knows.
    const carriage = between(random, 1.15, 1.5);
    const axle = carriage * 0.105;
    const bogie = carriage * 0.36;
    const joint = resonances(random);
    for (let at = 0.06; at < seconds; at += carriage * between(random, 0.992, 1.008)) {
      for (const [i, delay] of [0, axle, bogie, bogie + axle].entries()) {
        clack(out, random, at + delay + between(random, -0.004, 0.004), i % 2 === 0 ? 1 : 0.75, joint);
      }
    }
    for (let at = between(random, 0.35, 0.6) * seconds; at < seconds; at += between(random, 3, 6)) {
      squeal(out, random, at, Math.min(between(random, 1.1, 2.4), seconds - at));
    }
    return out;
  },
};

interface Resonance {
  frequency: number;
  decay: number;
  gain: number;
}

/** How this rail rings when a wheel drops over its joint. */
function resonances(random: Random): Resonance[] {
  return Array.from({ length: 9 }, () => {
    const frequency = betweenLog(random, 380, 4200);
    return {
      frequency,
      decay: between(random, 6, 16) / frequency,
      gain: between(random, 0.3, 1) * (500 / frequency) ** 0.4,
    };
  });
}

function clack(out: Stereo, random: Random, at: number, force: number, joint: Resonance[]): void {
  const pan = between(random, -0.3, 0.3);
  strike(out, { at, frequency: between(random, 72, 84), decay: 0.055, gain: 2.1 * force, pan });
  strike(out, { at, frequency: between(random, 165, 190), decay: 0.03, gain: 1.3 * force, pan });
  for (const { frequency, decay, gain } of joint) {
    strike(out, {
      at,
      frequency: frequency * between(random, 0.99, 1.01),
      decay,
      gain: 0.6 * force * gain,
      pan,
    });
  }
  const knock = white(toSample(0.06), random);
  shape(
    knock,
    curve(knock.length, (t) => Math.min(1, t / 0.001) * Math.exp(-t / 0.009)),
  );
  place(out, filter(knock, "low", 3800), pan, 0.35 * force, toSample(at));
}

/** Steel on steel: a few high tones, close together, that swell, waver and sink. */
function squeal(out: Stereo, random: Random, at: number, seconds: number): void {
  const base = between(random, 2100, 2900);
  const pan = between(random, -0.6, 0.6);
  for (const ratio of [1, 1.012, 1.74, 2.31]) {
    const waver = between(random, 5, 9);
    const share = ratio < 1.1 ? 1 : 0.35;
    sing(out, {
      at,
      seconds,
      frequency: (u) =>
        base * ratio * (1.03 - 0.07 * u + 0.004 * Math.sin(waver * 2 * Math.PI * u * seconds)),
      amplitude: (u) =>
        0.075 * share * hill(u, 0.35, 0.3) * (0.75 + 0.25 * Math.sin(waver * 6 * u * seconds)),
      harmonics: [1, 0.25, 0.1],
      pan,
    });
  }
}
