/**
 * A look-ahead true-peak limiter that works on a gain curve: the curve is computed from the sum of all
 * stems and then applied to each alike, so that the limited stems still add up to the limited master.
 */
import { SAMPLE_RATE } from "#native/audio/index.ts";

const LOOK_AHEAD_SECONDS = 0.004;
const RELEASE_SECONDS = 0.12;

/**
 * The gain, sample by sample and at most 1, that keeps `envelope` (the true-peak envelope of the sound)
 * times `drive` below `ceiling`. It begins to fall before a peak, is at its lowest on it, and recovers slowly.
 *
 * The needed gain is held over the look-ahead on both sides of a peak (sliding minimum), recovers
 * exponentially, and is then smoothed by a moving average no longer than the hold, which therefore never
 * lifts it above what the peak needs.
 */
export function limiterGain(
  envelope: Float32Array,
  drive: number,
  ceiling: number,
): Float32Array<ArrayBuffer> {
  const length = envelope.length;
  const reach = Math.round(LOOK_AHEAD_SECONDS * SAMPLE_RATE);
  const need = new Float32Array(length).fill(1);
  let idle = true;
  for (let i = 0; i < length; i++) {
    const peak = envelope[i]! * drive;
    if (peak <= ceiling) continue;
    idle = false;
    // The envelope's point lies between this sample and the next: both must give way.
    const gain = ceiling / peak;
    need[i] = Math.min(need[i]!, gain);
    if (i + 1 < length) need[i + 1] = gain;
  }
  if (idle) return need;
  const held = slidingMinimum(need, reach);
  const keep = Math.exp(-1 / (RELEASE_SECONDS * SAMPLE_RATE));
  let gain = 1;
  for (let i = 0; i < length; i++) {
    gain = Math.min(held[i]!, 1 - (1 - gain) * keep);
    held[i] = gain;
  }
  // Two averages of half the reach make smooth corners.
  const half = reach >> 1;
  return movingAverage(movingAverage(held, half), half);
}

/** Minimum over [i - reach, i + reach] for every i: van Herk's and Gil & Werman's two running minima. */
function slidingMinimum(values: Float32Array<ArrayBuffer>, reach: number): Float32Array<ArrayBuffer> {
  const window = 2 * reach + 1;
  const length = values.length;
  const padded = new Float32Array(Math.ceil((length + 2 * reach) / window) * window).fill(1);
  padded.set(values, reach);
  const ahead = padded.slice();
  const behind = padded.slice();
  for (let i = 1; i < padded.length; i++) {
    if (i % window !== 0) ahead[i] = Math.min(ahead[i]!, ahead[i - 1]!);
    const j = padded.length - 1 - i;
    if ((j + 1) % window !== 0) behind[j] = Math.min(behind[j]!, behind[j + 1]!);
  }
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) out[i] = Math.min(behind[i]!, ahead[i + window - 1]!);
  return out;
}

/** Mean over [i - reach, i + reach]; beyond the edges the edge values go on. */
function movingAverage(values: Float32Array<ArrayBuffer>, reach: number): Float32Array<ArrayBuffer> {
  const length = values.length;
  const window = 2 * reach + 1;
  const padded = new Float32Array(length + window);
  padded.fill(values[0]!, 0, reach);
  padded.set(values, reach);
  padded.fill(values[length - 1]!, reach + length);
  let sum = 0;
  for (let i = 0; i < window; i++) sum += padded[i]!;
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    out[i] = sum / window;
    sum += padded[i + window]! - padded[i]!;
  }
  return out;
}
