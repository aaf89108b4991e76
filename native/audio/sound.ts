/** What sound is everywhere in this project: planar 32-bit floats at 48 kHz, full scale at 1. */
export const SAMPLE_RATE = 48_000;

/** Left and right, of the same length. */
export type Stereo = [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];

/** Silence of `samples` samples on each channel. */
export function silence(samples: number): Stereo {
  return [new Float32Array(samples), new Float32Array(samples)];
}

/** Amplitude ratio of a level in decibels. */
export function fromDecibels(decibels: number): number {
  return 10 ** (decibels / 20);
}

/** Decibels of an amplitude ratio; -Infinity for 0. */
export function toDecibels(ratio: number): number {
  return 20 * Math.log10(ratio);
}
