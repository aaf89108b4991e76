/**
 * Wind: noise through resonances that slide up and sound louder with every gust, over a low
 * buffeting. The gust reaches one ear a little before the other.
 */
import { random as seeded } from "#contract/random.ts";
import { silence } from "#native/audio/index.ts";
import { between } from "../dsp/chance.ts";
import { drift, shape } from "../dsp/curve.ts";
import { filter } from "../dsp/filter.ts";
import { brown, pink } from "../dsp/noise.ts";
import { add, place, wide } from "../dsp/stereo.ts";
import type { SoundSource } from "./source.ts";

/** Centre in calm and how far a full gust lifts it (Hz), resonance, and level. */
const RESONANCES = [
  { hz: 140, lift: 200, q: 1.4, level: 1 },
  { hz: 260, lift: 480, q: 3.2, level: 1 },
  { hz: 440, lift: 900, q: 5.5, level: 0.75 },
  { hz: 800, lift: 1500, q: 8, level: 0.4 },
] as const;

export const wind: SoundSource = {
  loudness: -25,
  send: 0.05,
  synthesise(samples, seed) {
    const random = seeded(seed);
    const slow = drift(samples, 0.22, random);
    const puffs = drift(samples, 0.8, random);
    const flutter = drift(samples, 5, random);
    const gust = slow.map(
      (x, i) => 0.1 + 0.9 * Math.max(0, Math.min(1, 1.5 * (0.68 * x + 0.32 * puffs[i]! - 0.22))),
    );
    const out = silence(samples);
    for (const { hz, lift, q, level } of RESONANCES) {
      const wander = drift(samples, 0.7, random);
      const centre = gust.map((x, i) => hz + lift * (0.55 * x + 0.45 * wander[i]!));
      const strength = gust.map((x, i) => x ** 1.8 * (0.85 + 0.3 * flutter[i]!));
      const position = between(random, -0.5, 0.5);
      const sway = drift(samples, 0.3, random).map((x) => position + 0.7 * (x - 0.5));
      for (const pan of [-0.45, 0.45]) {
        const band = shape(filter(pink(samples, random), "band", centre, q), strength);
        place(
          out,
          band,
          sway.map((x) => x + pan),
          level * Math.sqrt(q),
        );
      }
    }
    // The rush of air itself, brighter in a gust.
    const rushColour = gust.map((x) => 500 + 2600 * x * x);
    const rush = wide(() => filter(filter(pink(samples, random), "low", rushColour), "high", 200));
    const buffet = wide(() => filter(filter(brown(samples, random, 60), "low", 130), "high", 45));
    for (const side of [0, 1] as const) {
      const late = side === 0 ? gust : delayed(gust, 90);
      shape(
        rush[side],
        late.map((x) => x * x),
      );
      const gusty = drift(samples, 3, random);
      shape(
        buffet[side],
        late.map((x, i) => x * (0.4 + 1.2 * gusty[i]! ** 2)),
      );
    }
    return add(add(out, rush, 0.5), buffet, 0.8);
  },
};

/** The curve, `points` later. */
function delayed(gust: Float32Array<ArrayBuffer>, points: number): Float32Array<ArrayBuffer> {
  return gust.map((_, i) => gust[Math.max(0, i - points)]!);
}
