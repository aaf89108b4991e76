/**
 * Two classes of pixels, each a mixture of Gaussians over a few features, fitted by expectation and
 * maximisation from a soft prior: the statistics under GrabCut (Rother et al. 2004), without the cut.
 * Deterministic: the components start from quantiles, not from chance.
 */
import { boxMean, type Plane, plane } from "./raster.ts";

const COMPONENTS = 4;
const ROUNDS = 6;
/** The mixtures are fitted to every so manieth pixel. */
const SAMPLED = 7;
/** Variance that no component goes below: a level and a half of 255. */
const LEAST_VARIANCE = (1.5 / 255) ** 2;
/** Evidence of one pixel, in nats, is bounded, so that no pixel outvotes its neighbours. */
const MOST_EVIDENCE = 8;

interface Component {
  weight: number;
  mean: Float64Array;
  variance: Float64Array;
}

/**
 * The probability of the first class for each pixel, smoothed over a window of `radius` pixels.
 * `prior` is the probability before the picture is seen; `features` are planes of its size.
 */
export function twoClasses(features: readonly Plane[], prior: Plane, radius: number): Plane {
  const { width, height } = prior;
  const count = width * height;
  let posterior = prior;
  for (let round = 0; round < ROUNDS; round++) {
    const first = fit(features, (i) => posterior.values[i]!);
    const second = fit(features, (i) => 1 - posterior.values[i]!);
    const evidence = plane(width, height);
    const point = new Float64Array(features.length);
    for (let i = 0; i < count; i++) {
      for (let f = 0; f < features.length; f++) point[f] = features[f]!.values[i]!;
      const odds = logDensity(first, point) - logDensity(second, point);
      evidence.values[i] = Math.max(-MOST_EVIDENCE, Math.min(MOST_EVIDENCE, odds));
    }
    const smooth = boxMean(evidence, radius);
    posterior = plane(width, height, (i) => {
      const p = Math.max(1e-4, Math.min(1 - 1e-4, prior.values[i]!));
      return 1 / (1 + Math.exp(-(smooth.values[i]! + Math.log(p / (1 - p)))));
    });
  }
  return posterior;
}

/** Fits a mixture to the pixels by their weights: a few rounds of k-means from quantiles of the first feature, then Gaussians. */
function fit(features: readonly Plane[], weightOf: (i: number) => number): Component[] {
  const dimensions = features.length;
  const count = features[0]!.values.length;
  const picked: number[] = [];
  for (let i = 0; i < count; i += SAMPLED) if (weightOf(i) > 0.5) picked.push(i);
  if (picked.length < 16) return [];
  const leading = features[0]!.values;
  const order = picked.toSorted((a, b) => leading[a]! - leading[b]! || a - b);
  const means = Array.from({ length: COMPONENTS }, (_, k) => {
    const at = order[Math.floor(((k + 0.5) / COMPONENTS) * order.length)]!;
    return Float64Array.from(features, (feature) => feature.values[at]!);
  });
  const member = new Uint8Array(picked.length);
  for (let round = 0; round < 4; round++) {
    for (const [n, i] of picked.entries()) member[n] = nearest(features, i, means);
    for (const [k, mean] of means.entries()) {
      const sums = new Float64Array(dimensions);
      let members = 0;
      for (const [n, i] of picked.entries()) {
        if (member[n] !== k) continue;
        members++;
        for (let f = 0; f < dimensions; f++) sums[f]! += features[f]!.values[i]!;
      }
      if (members > 0) for (let f = 0; f < dimensions; f++) mean[f] = sums[f]! / members;
    }
  }
  return means.flatMap((mean, k) => {
    const variance = new Float64Array(dimensions).fill(LEAST_VARIANCE);
    let members = 0;
    for (const [n, i] of picked.entries()) {
      if (member[n] !== k) continue;
      members++;
      for (let f = 0; f < dimensions; f++) variance[f]! += (features[f]!.values[i]! - mean[f]!) ** 2;
    }
    if (members < 4) return [];
    for (let f = 0; f < dimensions; f++) variance[f] = variance[f]! / members + LEAST_VARIANCE;
    return [{ weight: members / picked.length, mean, variance }];
  });
}

function nearest(features: readonly Plane[], i: number, means: readonly Float64Array[]): number {
  let [best, distance] = [0, Number.POSITIVE_INFINITY];
  for (const [k, mean] of means.entries()) {
    let sum = 0;
    for (let f = 0; f < mean.length; f++) sum += (features[f]!.values[i]! - mean[f]!) ** 2;
    if (sum < distance) [best, distance] = [k, sum];
  }
  return best;
}

function logDensity(components: readonly Component[], point: Float64Array): number {
  // A class without members claims nothing.
  if (components.length === 0) return -MOST_EVIDENCE;
  let best = Number.NEGATIVE_INFINITY;
  for (const { weight, mean, variance } of components) {
    let log = Math.log(weight);
    for (let f = 0; f < point.length; f++) {
      log -= 0.5 * (Math.log(variance[f]!) + (point[f]! - mean[f]!) ** 2 / variance[f]!);
    }
    // The likeliest component stands for the sum.
    if (log > best) best = log;
  }
  return best;
}
