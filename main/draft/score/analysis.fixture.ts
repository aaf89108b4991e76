/** Looks at sound as an ear or a spectrogram does; for tests. */
import { SAMPLE_RATE, type Stereo } from "#native/audio/index.ts";

const SIZE = 4096;

/** Mean power spectrum of both sides, Hann windows of 4096 samples; bin k is at k * 48000 / 4096 Hz. */
export function spectrum(sound: Stereo): Float64Array {
  const power = new Float64Array(SIZE / 2);
  for (const side of sound) {
    for (let from = 0; from + SIZE <= side.length; from += SIZE / 2) {
      const re = Float64Array.from(
        { length: SIZE },
        (_, i) => side[from + i]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE)),
      );
      const im = new Float64Array(SIZE);
      transform(re, im);
      for (let k = 0; k < power.length; k++) power[k] = power[k]! + re[k]! ** 2 + im[k]! ** 2;
    }
  }
  return power;
}

/** Share of the power between two frequencies, 0 to 1. */
export function bandShare(sound: Stereo, low: number, high: number): number {
  const power = spectrum(sound);
  const total = power.reduce((a, b) => a + b, 0);
  const bin = (hz: number) => Math.min(power.length, Math.round((hz * SIZE) / SAMPLE_RATE));
  return power.subarray(bin(low), bin(high)).reduce((a, b) => a + b, 0) / total;
}

/** RMS of both sides over consecutive windows of so many seconds. */
export function envelope(sound: Stereo, seconds: number): number[] {
  const step = Math.round(seconds * SAMPLE_RATE);
  return Array.from({ length: Math.floor(sound[0].length / step) }, (_, w) => {
    let sum = 0;
    for (const side of sound) for (let i = w * step; i < (w + 1) * step; i++) sum += side[i]! ** 2;
    return Math.sqrt(sum / (2 * step));
  });
}

/** The value that so large a share of the list lies below. */
export function quantile(list: number[], share: number): number {
  return list.toSorted((a, b) => a - b)[Math.floor(share * (list.length - 1))]!;
}

/** How strongly a list swings at a frequency, given its rate: amplitude over mean. */
export function modulation(list: number[], rate: number, hz: number): number {
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  let [re, im] = [0, 0];
  list.forEach((value, i) => {
    re += (value - mean) * Math.cos((2 * Math.PI * hz * i) / rate);
    im += (value - mean) * Math.sin((2 * Math.PI * hz * i) / rate);
  });
  return (2 * Math.hypot(re, im)) / list.length / mean;
}

/** In-place radix-2 FFT. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let size = 2; size <= n; size <<= 1) {
    const half = size >> 1;
    for (let k = 0; k < half; k++) {
      const c = Math.cos((-2 * Math.PI * k) / size);
      const s = Math.sin((-2 * Math.PI * k) / size);
      for (let i = k; i < n; i += size) {
        const j = i + half;
        const x = re[j]! * c - im[j]! * s;
        const y = re[j]! * s + im[j]! * c;
        re[j] = re[i]! - x;
        im[j] = im[i]! - y;
        re[i] = re[i]! + x;
        im[i] = im[i]! + y;
      }
    }
  }
}
