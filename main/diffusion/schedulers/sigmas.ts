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

/**
 * Most at both ends of the range, as the quantiles of the beta distribution lie.
 * Source: "Beta Sampling is All You Need" (arXiv 2407.12173), with diffusers' parameters.
 */
export function betaSigmas(max: number, min: number, count: number): number[] {
  return linspace(0, 1, count).map((ramp) => min + betaQuantile(1 - ramp) * (max - min));
}

/** Both parameters of diffusers' beta distribution. */
const BETA = 0.6;

/** The quantile of the symmetric beta distribution with both parameters BETA, by bisection of its distribution. */
function betaQuantile(share: number): number {
  if (share > 0.5) return 1 - betaQuantile(1 - share);
  const wanted = 2 * share * incompleteBeta(0.5);
  let [low, high] = [0, 0.5];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The integral of t^(BETA-1) (1-t)^(BETA-1) from 0 to `x`, at most 1/2, where the series halves with every
 * term. Source: https://dlmf.nist.gov/8.17 (8.17.7).
 */
function incompleteBeta(x: number): number {
  let sum = 0;
  let term = 1;
  for (let n = 0; n < 60; n++) {
    sum += term / (BETA + n);
    term *= ((n + 1 - BETA) / (n + 1)) * x;
  }
  return x ** BETA * sum;
}

/** The timestep that a fractional one lies in; just below the next one counts as that, whatever the last digits are. */
export function wholeTimestep(timestep: number): number {
  return Math.floor(timestep + 1e-3);
}
