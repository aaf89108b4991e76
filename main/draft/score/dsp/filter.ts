/** A state-variable filter whose frequency may move. */
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { CURVE_STEP, type Curve } from "./curve.ts";

export type FilterKind = "low" | "band" | "high";

/**
 * Filters `signal` in place, 12 dB an octave; the band form has unit gain at its centre.
 * `frequency` in Hz, constant or a curve; `q` 0.707 is maximally flat, higher rings.
 * Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration and
 * equivalent currents" (Cytomic, 2013), which stays stable while its frequency moves.
 */
export function filter(
  signal: Float32Array<ArrayBuffer>,
  kind: FilterKind,
  frequency: number | Curve,
  q = Math.SQRT1_2,
  sampleRate = SAMPLE_RATE,
): Float32Array<ArrayBuffer> {
  const k = 1 / q;
  const fixed = typeof frequency === "number";
  const step = fixed ? signal.length : CURVE_STEP;
  let [ic1, ic2] = [0, 0];
  for (let i = 0, block = 0; i < signal.length; block++) {
    const hz = Math.min(fixed ? frequency : frequency[block]!, 0.49 * sampleRate);
    const g = Math.tan((Math.PI * hz) / sampleRate);
    const a1 = 1 / (1 + g * (g + k));
    const a2 = g * a1;
    const a3 = g * a2;
    // Output as a weighted sum of input, band and low, so that one loop serves all kinds.
    const fromInput = kind === "high" ? 1 : 0;
    const fromBand = kind === "low" ? 0 : kind === "band" ? k : -k;
    const fromLow = kind === "low" ? 1 : kind === "band" ? 0 : -1;
    for (const end = Math.min(i + step, signal.length); i < end; i++) {
      const v0 = signal[i]!;
      const v3 = v0 - ic2;
      const v1 = a1 * ic1 + a2 * v3;
      const v2 = ic2 + a2 * ic1 + a3 * v3;
      ic1 = 2 * v1 - ic1;
      ic2 = 2 * v2 - ic2;
      signal[i] = fromInput * v0 + fromBand * v1 + fromLow * v2;
    }
  }
  return signal;
}
