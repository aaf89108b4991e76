/**
 * Convolution with an impulse response, by overlap-add of Fourier transforms.
 * Source: T. G. Stockham, "High-speed convolution and correlation" (AFIPS, 1966).
 */
import FFT from "fft.js";
import { type Stereo, silence } from "./sound.ts";

/** Transforms of at least four responses' length: longer blocks cost less a sample, until they leave the cache. */
const BLOCK_PER_IMPULSE = 4;
const SMALLEST_BLOCK = 4096;

/** Tables of one size, made once: they take as long as a transform. */
const transforms = new Map<number, FFT>();

/**
 * Each side of `sound` convolved with its side of `impulse`, as long as the sound: the tail behind its
 * end is cut, and before the first sound there is digital silence. The same input gives the same samples, bit for bit.
 *
 * Both sides go through one complex transform, the left as its real and the right as its imaginary part.
 */
export function convolve(sound: Stereo, impulse: Stereo): Stereo {
  const [samples, taps] = [sound[0].length, impulse[0].length];
  const out = silence(samples);
  if (samples === 0 || taps === 0) return out;
  const size = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST_BLOCK, taps * BLOCK_PER_IMPULSE)));
  const hop = size - taps + 1;
  const fft = transforms.get(size) ?? new FFT(size);
  transforms.set(size, fft);
  const response = new Float64Array(2 * size);
  const [time, spectrum] = [new Float64Array(2 * size), new Float64Array(2 * size)];
  interleave(impulse, 0, taps, time);
  fft.transform(response, time);
  for (let start = firstSound(sound); start < samples; start += hop) {
    interleave(sound, start, Math.min(hop, samples - start), time);
    fft.transform(spectrum, time);
    multiplySides(spectrum, response, size);
    fft.inverseTransform(time, spectrum);
    const end = Math.min(size, samples - start);
    for (let i = 0; i < end; i++) {
      out[0][start + i] = out[0][start + i]! + time[2 * i]!;
      out[1][start + i] = out[1][start + i]! + time[2 * i + 1]!;
    }
  }
  return out;
}

function firstSound([left, right]: Stereo): number {
  let i = 0;
  while (i < left.length && left[i] === 0 && right[i] === 0) i++;
  return i;
}

/** Left and right as one complex signal, padded with zeros. */
function interleave([left, right]: Stereo, from: number, length: number, into: Float64Array): void {
  into.fill(0);
  for (let i = 0; i < length; i++) {
    into[2 * i] = left[from + i]!;
    into[2 * i + 1] = right[from + i]!;
  }
}

/**
 * In place: the spectrum of (l + ir), times the response's side by side. A real signal's spectrum at -k
 * is the conjugate of that at k, so that L = (Z(k) + Z*(-k)) / 2 and iR = (Z(k) - Z*(-k)) / 2.
 */
function multiplySides(z: Float64Array, h: Float64Array, size: number): void {
  for (let k = 0; k <= size / 2; k++) {
    const [p, m] = [2 * k, 2 * ((size - k) % size)];
    const [lRe, lIm] = [(z[p]! + z[m]!) / 2, (z[p + 1]! - z[m + 1]!) / 2];
    const [rRe, rIm] = [(z[p + 1]! + z[m + 1]!) / 2, (z[m]! - z[p]!) / 2];
    const [hlRe, hlIm] = [(h[p]! + h[m]!) / 2, (h[p + 1]! - h[m + 1]!) / 2];
    const [hrRe, hrIm] = [(h[p + 1]! + h[m + 1]!) / 2, (h[m]! - h[p]!) / 2];
    const [yl, yli] = [lRe * hlRe - lIm * hlIm, lRe * hlIm + lIm * hlRe];
    const [yr, yri] = [rRe * hrRe - rIm * hrIm, rRe * hrIm + rIm * hrRe];
    z[p] = yl - yri;
    z[p + 1] = yli + yr;
    z[m] = yl + yri;
    z[m + 1] = yr - yli;
  }
}
