/**
 * Seeded randomness: the same seed gives the same numbers on every machine.
 *
 * The generator is Mulberry32 (Tommy Ettinger's 32-bit mixer, public domain):
 * one word of state, period 2^32, good enough to choose and to place things.
 * It is not for secrets, and not the noise of diffusion models.
 */

/** The finaliser of MurmurHash3: every input bit changes about half of the output bits. */
function avalanche(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Folds a seed of up to 53 bits into 32, so that large seeds differ from small ones. */
function fold(seed: number): number {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`a seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not ${seed}`);
  }
  const low = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32);
  return high === 0 ? low : avalanche(low ^ avalanche(high));
}

/** A source of numbers in [0, 1) that depends on `seed` alone. Throws RangeError for a seed < 0 or not whole. */
export function random(seed: number): () => number {
  let state = avalanche(fold(seed) ^ 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The seed (uint32) of a named part of something that has a seed, so that parts do not disturb each
 * other's numbers: `childSeed(clipSeed, "shot-2/sky")`. FNV-1a over the label's UTF-16 units, then mixed.
 */
export function childSeed(seed: number, label: string): number {
  let h = avalanche(fold(seed) ^ 0x811c9dc5);
  for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 0x01000193);
  return avalanche(h);
}
