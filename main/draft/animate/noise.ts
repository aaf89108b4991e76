/** Stateless randomness: numbers from whole coordinates, and smooth noise between them. */

/** A number in [0, 1) from a seed and two whole coordinates (a 32-bit integer hash, after MurmurHash3's finaliser). */
export function hash(seed: number, a: number, b = 0): number {
  let h = (seed ^ Math.imul(a | 0, 0x9e3779b1) ^ Math.imul(b | 0, 0x85ebca77)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Value noise in [0, 1): a lattice of random numbers, smoothly interpolated. With a period
 * (in lattice cells) it repeats without a seam.
 */
export function valueNoise(seed: number, x: number, y: number, periodX = 0, periodY = 0): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const u = fx * fx * (3 - 2 * fx);
  const v = fy * fy * (3 - 2 * fy);
  const wrapX = (i: number) => (periodX ? ((i % periodX) + periodX) % periodX : i);
  const wrapY = (i: number) => (periodY ? ((i % periodY) + periodY) % periodY : i);
  const xa = wrapX(x0);
  const xb = wrapX(x0 + 1);
  const ya = wrapY(y0);
  const yb = wrapY(y0 + 1);
  const top = hash(seed, xa, ya) * (1 - u) + hash(seed, xb, ya) * u;
  const bottom = hash(seed, xa, yb) * (1 - u) + hash(seed, xb, yb) * u;
  return top * (1 - v) + bottom * v;
}

/** Octaves of value noise, each twice as fine and half as strong; in [0, 1). */
export function fractalNoise(
  seed: number,
  x: number,
  y: number,
  octaves: number,
  periodX = 0,
  periodY = 0,
): number {
  let sum = 0;
  let weight = 0.5;
  let total = 0;
  for (let o = 0; o < octaves; o++) {
    const k = 2 ** o;
    sum += weight * valueNoise(seed + o * 1013, x * k, y * k, periodX * k, periodY * k);
    total += weight;
    weight /= 2;
  }
  return sum / total;
}
