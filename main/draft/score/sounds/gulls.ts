/** Gulls: long falling cries, harsh with harmonics, then the laughing series that quickens and fades. */
import { random as seeded } from "#contract/random.ts";
import { SAMPLE_RATE, type Stereo } from "#native/audio/index.ts";
import { between, type Random } from "../dsp/chance.ts";
import { filter } from "../dsp/filter.ts";
import { pink } from "../dsp/noise.ts";
import { scale, wide } from "../dsp/stereo.ts";
import { hill, sing } from "../dsp/strike.ts";
import type { SoundSource } from "./source.ts";

export const gulls: SoundSource = {
  loudness: -26,
  send: 0.2,
  synthesise(samples, seed) {
    const random = seeded(seed);
    // The air over the water, barely heard: never digital silence.
    const out = wide(() => filter(filter(pink(samples, random), "low", 1200), "high", 120));
    scale(out, 0.008);
    const seconds = samples / SAMPLE_RATE;
    for (let bird = 0; bird < 4; bird++) {
      const near = bird === 0 ? 1 : between(random, 0.2, 0.6);
      const pan = between(random, -0.9, 0.9);
      const base = between(random, 760, 1050);
      let at = bird === 0 ? 0.08 : between(random, 0.5, 4);
      while (at < seconds) {
        at =
          random() < 0.55
            ? longCall(out, random, at, base, near, pan)
            : mew(out, random, at, base, near, pan);
        at += between(random, 1.8, 5);
      }
    }
    return out;
  },
};

/** One or two drawn-out cries, then "kyow-kyow-kyow". */
function longCall(out: Stereo, random: Random, at: number, base: number, near: number, pan: number): number {
  cry(out, random, at, 0.62, base * 1.1, near * 0.8, pan);
  at += 0.75;
  const count = 4 + Math.floor(random() * 4);
  for (let i = 0; i < count; i++) {
    const seconds = 0.3 - 0.02 * i;
    const level = near * (i === 0 ? 0.9 : 1 - 0.1 * i);
    cry(out, random, at, seconds, base * (1.25 - 0.035 * i), level, pan + 0.03 * i);
    at += seconds + 0.07;
  }
  return at;
}

/** A single plaintive cry. */
function mew(out: Stereo, random: Random, at: number, base: number, near: number, pan: number): number {
  const seconds = between(random, 0.55, 0.95);
  cry(out, random, at, seconds, base * between(random, 0.9, 1.15), near * 0.7, pan);
  return at + seconds;
}

/** Leaps up, holds, and falls; the throat is tightest (brightest around 3 kHz) and roughest at the top. */
function cry(
  out: Stereo,
  random: Random,
  at: number,
  seconds: number,
  top: number,
  level: number,
  pan: number,
): void {
  const fall = between(random, 0.55, 0.7);
  const roughness = between(random, 70, 95);
  const jitter = Array.from({ length: 24 }, () => 1 + 0.02 * (random() - 0.5));
  const far = level < 0.6;
  sing(out, {
    at,
    seconds,
    frequency: (u) => {
      const x = u * (jitter.length - 2);
      const i = Math.floor(x);
      const shake = jitter[i]! + (jitter[i + 1]! - jitter[i]!) * (x - i);
      const contour =
        u < 0.16
          ? 0.66 + 0.34 * Math.sin((u / 0.16) * (Math.PI / 2))
          : 1 - (1 - fall) * ((u - 0.16) / 0.84) ** 1.5;
      return top * contour * shake;
    },
    amplitude: (u) =>
      0.3 *
      level *
      hill(u, 0.12, 0.45) *
      (1 - 0.35 * (0.5 + 0.5 * Math.sin(2 * Math.PI * roughness * u * seconds)) * (1 - u)),
    // Strong second to fourth harmonics: a gull's cry is nearly all overtones.
    harmonics: far ? [0.6, 0.9, 0.5, 0.25, 0.1] : [0.5, 1, 0.8, 0.55, 0.3, 0.22, 0.12, 0.07],
    pan,
  });
}
