/** Placing sounds in the stereo field. */
import { SAMPLE_RATE, type Stereo } from "#native/audio/index.ts";
import { CURVE_STEP, type Curve } from "./curve.ts";

/** Gains of left and right for a position from -1 to 1, of constant power (1 in the middle on each). */
export function panGains(pan: number): [number, number] {
  const angle = ((Math.max(-1, Math.min(1, pan)) + 1) * Math.PI) / 4;
  return [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)];
}

/** Adds a mono signal to `target` from sample `at` on, at a position that may move. Cuts what lies outside. */
export function place(target: Stereo, signal: Float32Array, pan: number | Curve, gain = 1, at = 0): void {
  const [left, right] = target;
  const end = Math.min(signal.length, left.length - at);
  if (typeof pan === "number") {
    const [l, r] = panGains(pan);
    for (let i = Math.max(0, -at); i < end; i++) {
      left[at + i] = left[at + i]! + signal[i]! * gain * l;
      right[at + i] = right[at + i]! + signal[i]! * gain * r;
    }
    return;
  }
  for (let block = 0, i = 0; i < end; block++) {
    let [l, r] = panGains(pan[block]!);
    const [nextL, nextR] = panGains(pan[block + 1]!);
    const stepL = (nextL - l) / CURVE_STEP;
    const stepR = (nextR - r) / CURVE_STEP;
    for (const stop = Math.min(i + CURVE_STEP, end); i < stop; i++, l += stepL, r += stepR) {
      const j = at + i;
      if (j < 0) continue;
      left[j] = left[j]! + signal[i]! * gain * l;
      right[j] = right[j]! + signal[i]! * gain * r;
    }
  }
}

/** Adds one stereo sound to another of the same length. */
export function add(target: Stereo, sound: Stereo, gain = 1): Stereo {
  for (const c of [0, 1] as const) {
    const to = target[c];
    const from = sound[c];
    for (let i = 0; i < to.length; i++) to[i] = to[i]! + from[i]! * gain;
  }
  return target;
}

/** Multiplies both sides, in place. */
export function scale(sound: Stereo, gain: number): Stereo {
  for (const side of sound) for (let i = 0; i < side.length; i++) side[i] = side[i]! * gain;
  return sound;
}

/** Two signals from one maker, left and right: a wide, diffuse sound. */
export function wide(make: () => Float32Array<ArrayBuffer>): Stereo {
  return [make(), make()];
}

export const toSample = (seconds: number): number => Math.round(seconds * SAMPLE_RATE);
