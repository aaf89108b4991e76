/**
 * Thunder: a crack from the near part of the channel, then the far parts arriving one after another,
 * each darker: peals of low rumble that roll across the sky and die away.
 */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE, type Stereo, silence } from "#native/audio/index.ts";
import { between, type Random } from "../dsp/chance.ts";
import { curve, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { brown, white } from "../dsp/noise.ts";
import { place, toSample } from "../dsp/stereo.ts";
import type { SoundSource } from "./source.ts";

export const thunder: SoundSource = {
  loudness: -20,
  send: 0.3,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const out = silence(samples);
    const seconds = samples / SAMPLE_RATE;
    for (let at = 0.02; at < seconds; at += between(random, 6.5, 9.5)) {
      clap(out, random, at, between(random, 0.5, 1));
    }
    return out;
  },
};

/** One lightning stroke; `nearness` from 0 (only a rumble) to 1 (a sharp crack). */
function clap(out: Stereo, random: Random, at: number, nearness: number): void {
  const start = toSample(at);
  const length = Math.min(out[0].length - start, toSample(9));
  if (length <= 0) return;
  const seconds = length / SAMPLE_RATE;
  const side = between(random, -0.5, 0.5);
  // Peals: pieces of the channel at growing distances.
  const peals = Array.from({ length: 26 }, (_, i) => {
    const when = i === 0 ? 0.05 : 6 * random() ** 1.7;
    return {
      when,
      rise: between(random, 0.03, 0.16),
      fall: between(random, 0.12, 0.55),
      size: between(random, 0.3, 1) * Math.exp(-when / 2.6),
      pan: side + between(random, -0.5, 0.5),
    };
  });
  for (const pan of [-0.6, 0, 0.6]) {
    const heard = peals.filter((peal) => Math.abs(peal.pan - side - pan) < 0.75);
    const envelope = curve(length, (t) =>
      heard.reduce(
        (sum, p) => {
          const d = t - p.when;
          return d < 0 ? sum : sum + p.size * (1 - Math.exp(-d / p.rise)) * Math.exp(-d / p.fall);
        },
        0.12 * (1 - Math.exp(-t / 0.05)) * Math.exp(-t / 2.4),
      ),
    );
    const darkening = curve(length, (t) => 95 + (280 + 700 * nearness) * Math.exp(-t / 1.4));
    const rumble = filter(filter(brown(length, random, 110), "low", darkening), "high", 34);
    fadeTail(shape(rumble, envelope), seconds);
    place(out, rumble, side * 0.5 + pan, 1.6, start);
  }
  // The crack: ragged bursts within a third of a second.
  for (let i = 0; i < 7; i++) {
    const delay = i === 0 ? 0 : 0.34 * random() ** 1.3;
    const decay = between(random, 0.012, 0.05);
    const burst = white(toSample(decay * 7), random);
    shape(
      burst,
      curve(burst.length, (t) => Math.min(1, t / 0.0015) * Math.exp(-t / decay)),
    );
    filter(filter(burst, "low", between(random, 1800, 6500) * (0.4 + 0.6 * nearness)), "high", 180);
    const gain = (i === 0 ? 6 : between(random, 1.5, 5)) * nearness ** 2;
    place(out, burst, side + between(random, -0.25, 0.25), gain, start + toSample(delay));
  }
}

/** Lets the last second of a rumble fall to nothing. */
function fadeTail(signal: Float32Array<ArrayBuffer>, seconds: number): void {
  shape(
    signal,
    curve(signal.length, (t) => Math.min(1, Math.max(0, seconds - t))),
  );
}
