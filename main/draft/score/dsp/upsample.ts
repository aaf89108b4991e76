/** Threefold upsampling by a windowed sinc, so that costly voices can be made at 16 kHz. */

const HALF = 8;
/** Taps of the two new phases; the third is the input itself. */
const PHASES = [1 / 3, 2 / 3].map((offset) =>
  Float64Array.from({ length: 2 * HALF }, (_, k) => {
    const t = k - (HALF - 1) - offset;
    return (Math.sin(Math.PI * t) / (Math.PI * t)) * Math.cos((Math.PI * t) / (2 * HALF)) ** 2;
  }),
);

/** `samples` samples at three times the rate of `signal`. */
export function upsampleThrice(signal: Float32Array, samples: number): Float32Array<ArrayBuffer> {
  const padded = new Float64Array(signal.length + 2 * HALF);
  padded.set(signal, HALF - 1);
  const out = new Float32Array(samples);
  for (let i = 0, j = 0; j < samples; i++) {
    out[j++] = signal[i]!;
    for (let phase = 0; phase < 2 && j < samples; phase++) {
      const taps = PHASES[phase]!;
      let value = 0;
      for (let k = 0; k < 2 * HALF; k++) value += taps[k]! * padded[i + k]!;
      out[j++] = value;
    }
  }
  return out;
}
