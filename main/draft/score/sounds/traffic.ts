/**
 * Traffic: the town's distant roar, cars that pass with their doppler shift, and now and then a horn
 * streets away.
 */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE, type Stereo } from "#native/audio/index.ts";
import { between, moments, pick, type Random } from "../dsp/chance.ts";
import { curve, drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { brown, pink } from "../dsp/noise.ts";
import { add, place, scale, toSample, wide } from "../dsp/stereo.ts";
import { hill, sing } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

const SPEED_OF_SOUND = 343;

export const traffic: SoundSource = {
  loudness: -26,
  send: 0.12,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const seconds = samples / SAMPLE_RATE;
    const out = wide(() => filter(filter(brown(samples, random, 60), "low", 210), "high", 35));
    const tyres = wide(() => filter(pink(samples, random), "band", 650, 0.5));
    for (const side of [0, 1] as const) {
      shape(
        out[side],
        drift(samples, 0.5, random).map((x) => 0.7 + 0.6 * x),
      );
      shape(
        tyres[side],
        drift(samples, 0.4, random).map((x) => 0.5 + 0.8 * x),
      );
    }
    add(scale(out, 0.6), tyres, 0.2);
    const first = between(random, 0.15, 0.45) * Math.min(seconds, 6);
    for (let at = first; at < seconds + 2; at += between(random, 2.2, 4.6)) car(out, random, at);
    for (const at of moments(random, 0.11, 0.4, seconds - 0.5)) horn(out, random, at);
    return out;
  },
};

/** A car nearest at second `at`: road noise and engine, louder, brighter and higher as it comes. */
function car(out: Stereo, random: Random, at: number): void {
  const speed = between(random, 11, 19) * pick(random, [-1, 1]);
  const distance = between(random, 5, 14);
  const from = Math.max(0, toSample(at - 3.2));
  const length = Math.min(out[0].length, toSample(at + 3.2)) - from;
  if (length <= 0) return;
  const begin = from / SAMPLE_RATE - at;
  const path = (t: number) => {
    const along = speed * (begin + t);
    const range = Math.hypot(along, distance);
    return { along, range, doppler: 1 / (1 + (speed * along) / range / SPEED_OF_SOUND) };
  };
  const edge = (t: number) => hill((begin + t + 3.2) / 6.4, 0.25, 0.25);
  const loudness = curve(length, (t) => edge(t) * (6 / path(t).range) ** 1.3);
  const pan = curve(length, (t) => 0.9 * Math.sin(Math.atan2(path(t).along, distance)));
  const road = filter(
    pink(length, random),
    "band",
    curve(length, (t) => 880 * path(t).doppler ** 2),
    0.6,
  );
  filter(
    road,
    "low",
    curve(length, (t) => 900 + 26_000 / path(t).range),
  );
  const spray = filter(pink(length, random), "high", 2800);
  place(out, shape(road, loudness), pan, 1.5, from);
  place(
    out,
    shape(
      spray,
      loudness.map((x) => x ** 1.6),
    ),
    pan,
    0.25,
    from,
  );
  // The engine: firing frequency and its harmonics, with the unevenness of a real one.
  const idle = between(random, 48, 82);
  const engine = engineNote(length, random, (t) => idle * path(t).doppler);
  place(out, shape(engine, loudness), pan, 0.5, from);
}

function engineNote(length: number, random: Random, hz: (t: number) => number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(length);
  let [phase, wobble] = [random() * 2 * Math.PI, 0];
  for (let i = 0; i < length; i++) {
    if (i % 64 === 0) wobble = 0.9 * wobble + 0.012 * (random() - 0.5);
    phase += (2 * Math.PI * hz(i / SAMPLE_RATE) * (1 + wobble)) / SAMPLE_RATE;
    // A folded sine: rich in low harmonics.
    out[i] = Math.sin(phase + 1.4 * Math.sin(phase * 0.5) + 0.8 * Math.sin(2 * phase));
  }
  return filter(filter(out, "low", 420), "high", 40);
}

/** Two reeds a third apart, heard through streets. */
function horn(out: Stereo, random: Random, at: number): void {
  const low = between(random, 320, 430);
  const pan = between(random, -0.8, 0.8);
  const gain = between(random, 0.05, 0.11);
  const blasts = pick(random, [1, 1, 2]);
  const length = between(random, 0.18, 0.55);
  for (let blast = 0; blast < blasts; blast++) {
    for (const ratio of [1, 1.26]) {
      sing(out, {
        at: at + blast * (length + 0.12),
        seconds: length,
        frequency: (u) => low * ratio * (1 - 0.015 * Math.exp(-u * 30)),
        amplitude: (u) => gain * hill(u, 0.08, 0.15),
        harmonics: [1, 0.8, 0.55, 0.3, 0.18, 0.08],
        pan,
      });
    }
  }
}
