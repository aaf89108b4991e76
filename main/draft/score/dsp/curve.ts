/**
 * Curves: values that change slowly, kept once per 64 samples (750 Hz) and read between by straight
 * lines. Envelopes, filter sweeps and paths across the stereo field are curves.
 */
import { SAMPLE_RATE } from "#native/audio/index.ts";

/** Samples from one point of a curve to the next. */
export const CURVE_STEP = 64;
export type Curve = Float32Array<ArrayBuffer>;

function pointsFor(samples: number): number {
  return Math.ceil(samples / CURVE_STEP) + 1;
}

/** A curve for `samples` samples: `at` gives the value for a time in seconds. */
export function curve(samples: number, at: (seconds: number) => number): Curve {
  return Float32Array.from({ length: pointsFor(samples) }, (_, i) => at((i * CURVE_STEP) / SAMPLE_RATE));
}

/** Wanders smoothly in [0, 1]: random values `hz` times a second, joined by smooth steps. */
export function drift(samples: number, hz: number, random: () => number): Curve {
  const seconds = samples / SAMPLE_RATE;
  const knots = Array.from({ length: Math.ceil(seconds * hz) + 3 }, random);
  const phase = random();
  return curve(samples, (t) => {
    const x = t * hz + phase;
    const i = Math.floor(x);
    const u = x - i;
    const s = u * u * (3 - 2 * u);
    return knots[i]! * (1 - s) + knots[i + 1]! * s;
  });
}

/** Multiplies `signal` by `gain`, in place. */
export function shape(signal: Float32Array<ArrayBuffer>, gain: Curve): Float32Array<ArrayBuffer> {
  for (let block = 0, i = 0; i < signal.length; block++) {
    let value = gain[block]!;
    const slope = (gain[block + 1]! - value) / CURVE_STEP;
    for (const end = Math.min(i + CURVE_STEP, signal.length); i < end; i++, value += slope) {
      signal[i] = signal[i]! * value;
    }
  }
  return signal;
}
