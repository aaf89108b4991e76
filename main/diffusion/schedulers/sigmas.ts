/**
 * Sigmas: the noise in a sample over the picture in it. A table holds one for
 * each trained timestep, rising; a schedule those that a run visits, falling.
 */
import { linspace } from "./spacing.ts";

const { fround } = Math;

/** sqrt((1 - alpha) / alpha) for each trained timestep, in f32. */
export function sigmaTable(alphasCumprod: Float32Array): Float32Array {
  return alphasCumprod.map((alpha) => Math.sqrt(fround(fround(1 - alpha) / alpha)));
}

/** The table's values at fractional timesteps, held at its ends (NumPy's interp); f64. */
export function sigmasAt(table: Float32Array, timesteps: readonly number[]): number[] {
  return timesteps.map((timestep) => {
    const below = Math.min(Math.max(Math.floor(timestep), 0), table.length - 1);
    const sigma = table[below] as number;
    const next = table[below + 1] ?? sigma;
    return sigma + (next - sigma) * Math.max(timestep - below, 0);
  });
}

/** The fractional timestep at which the table has this sigma, interpolated over log sigma. */
export function timestepOfSigma(table: Float32Array, sigma: number): number {
  const wanted = Math.log(Math.max(sigma, 1e-10));
  const logs = table.map(Math.log);
  const above = logs.findLastIndex((log) => log <= wanted);
  const low = Math.min(Math.max(above, 0), table.length - 2);
  const [from, to] = [logs[low] as number, logs[low + 1] as number];
  const share = Math.min(Math.max((from - wanted) / fround(from - to), 0), 1);
  return (1 - share) * low + share * (low + 1);
}

/** Source: "Elucidating the Design Space of Diffusion-Based Generative Models" (arXiv 2206.00364), equation 5. */
export function karrasSigmas(max: number, min: number, count: number): number[] {
  const rho = 7;
  const [from, to] = [max ** (1 / rho), min ** (1 / rho)];
  return linspace(0, 1, count).map((ramp) => (from + ramp * (to - from)) ** rho);
}

/** Evenly spaced in log sigma. */
export function exponentialSigmas(max: number, min: number, count: number): number[] {
  return linspace(Math.log(max), Math.log(min), count).map(Math.exp);
}

/** The timestep that a fractional one lies in; just below the next one counts as that, whatever the last digits are. */
export function wholeTimestep(timestep: number): number {
  return Math.floor(timestep + 1e-3);
}
