/** Short pitched sounds: what rings when struck, and what sings. */
import { SAMPLE_RATE, type Stereo } from "#native/audio/index.ts";
import { panGains, toSample } from "./stereo.ts";

export interface Strike {
  /** Seconds from the start of the target. */
  at: number;
  frequency: number;
  /** Seconds until the amplitude has fallen to 1/e. */
  decay: number;
  gain: number;
  pan: number;
  /** Hz gained per second: bubbles rise. */
  rise?: number;
}

/** Adds a damped sinusoid to `target`, cut where it has fallen by 60 dB or where the target ends. */
export function strike(target: Stereo, { at, frequency, decay, gain, pan, rise = 0 }: Strike): void {
  const [left, right] = target;
  const start = Math.max(0, toSample(at));
  const end = Math.min(left.length, start + Math.ceil(decay * 7 * SAMPLE_RATE));
  const [l, r] = panGains(pan);
  // A phasor (x, y) turned by (c, s) each sample; the turn itself turns by (cc, ss) when the pitch rises.
  const turn = (2 * Math.PI * frequency) / SAMPLE_RATE;
  const bend = (2 * Math.PI * rise) / SAMPLE_RATE ** 2;
  const loss = Math.exp(-1 / (decay * SAMPLE_RATE));
  let [c, s] = [Math.cos(turn), Math.sin(turn)];
  const [cc, ss] = [Math.cos(bend), Math.sin(bend)];
  let [x, y] = [gain, 0];
  for (let i = start; i < end; i++) {
    left[i] = left[i]! + y * l;
    right[i] = right[i]! + y * r;
    const nx = (x * c - y * s) * loss;
    y = (x * s + y * c) * loss;
    x = nx;
    if (rise !== 0) {
      const nc = c * cc - s * ss;
      s = c * ss + s * cc;
      c = nc;
    }
  }
}

export interface Tone {
  at: number;
  seconds: number;
  /** Hz, for progress u from 0 to 1. */
  frequency: (u: number) => number;
  /** Amplitude, for progress u from 0 to 1; should be 0 at both ends. */
  amplitude: (u: number) => number;
  /** Amplitudes of the harmonics, from the fundamental up. */
  harmonics: readonly number[];
  pan: number;
}

/** Adds a voiced tone with a moving pitch to `target`; harmonics above 16 kHz are left out. */
export function sing(target: Stereo, { at, seconds, frequency, amplitude, harmonics, pan }: Tone): void {
  const [left, right] = target;
  const start = toSample(at);
  const length = toSample(seconds);
  const [l, r] = panGains(pan);
  let phase = 0;
  for (let i = 0; i < length; i++) {
    const j = start + i;
    const u = i / length;
    const hz = frequency(u);
    phase += (2 * Math.PI * hz) / SAMPLE_RATE;
    if (j < 0) continue;
    if (j >= left.length) return;
    // sin(k p) = 2 cos(p) sin((k-1) p) - sin((k-2) p)
    const sine = Math.sin(phase);
    const twice = 2 * Math.cos(phase);
    let [before, now, value] = [0, sine, 0];
    for (let k = 0; k < harmonics.length && hz * (k + 1) < 16_000; k++) {
      value += harmonics[k]! * now;
      [before, now] = [now, twice * now - before];
    }
    value *= amplitude(u);
    left[j] = left[j]! + value * l;
    right[j] = right[j]! + value * r;
  }
}

/** Rises from 0 over `attack` and falls to 0 over `release`, both fractions of the whole. */
export function hill(u: number, attack: number, release: number): number {
  const smooth = (x: number) => (x <= 0 ? 0 : x >= 1 ? 1 : x * x * (3 - 2 * x));
  return Math.min(smooth(u / attack), smooth((1 - u) / release));
}
