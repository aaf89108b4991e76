/**
 * PyTorch's noise on the CPU, so that a seed gives the picture that everybody
 * else's tools give: `torch.Generator("cpu").manual_seed(seed)` and `torch.randn`.
 *
 * Source: the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) and the
 * Box-Muller transform, in the order in which PyTorch's ATen draws for
 * `normal_` (DistributionTemplates.h, DistributionsHelper.h). Logarithm, sine
 * and cosine are of f64 here and of f32 there: values agree within 1e-6.
 */

/** A stream of standard normal values; each call goes on where the last one ended. */
export interface NoiseGenerator {
  /** The next `count` values as `torch.randn` of that many elements gives them; f32. */
  randn(count: number): Float32Array;
}

const STATE_SIZE = 624;
const SHIFT_SIZE = 397;
/** PyTorch fills in blocks of this many; fewer elements are drawn one at a time. */
const BLOCK = 16;
const HALF = BLOCK / 2;

/** `torch.Generator("cpu").manual_seed(seed)`; of the seed, a whole number, the lowest 32 bits count. */
export function torchGenerator(seed: number): NoiseGenerator {
  const draw = mersenneTwister(seed);
  let spare: number | undefined;

  /** 53 random bits in [0, 1). */
  function uniformDouble(): number {
    const high = draw() & 0x1fffff;
    return (high * 2 ** 32 + draw()) * 2 ** -53;
  }

  /** One value in f64; every second one is the sine that the one before it left over. */
  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const angle = 2 * Math.PI * uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-uniformDouble()));
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Sixteen values from `start` on: the first eight uniform draws make radii, the last eight angles. */
  function fillBlock(values: Float32Array, start: number): void {
    for (let i = start; i < start + BLOCK; i++) values[i] = (draw() & 0xffffff) * 2 ** -24;
    for (let j = start; j < start + HALF; j++) {
      const radius = Math.sqrt(-2 * Math.log(1 - (values[j] as number)));
      const angle = 2 * Math.PI * (values[j + HALF] as number);
      values[j] = radius * Math.cos(angle);
      values[j + HALF] = radius * Math.sin(angle);
    }
  }

  return {
    randn(count) {
      if (count < BLOCK) return Float32Array.from({ length: count }, normal);
      const values = new Float32Array(count);
      for (let start = 0; start + BLOCK <= count; start += BLOCK) fillBlock(values, start);
      const rest = count % BLOCK;
      if (rest > 0) {
        // PyTorch draws a uniform value for each element of the rest, and then all of the last sixteen anew.
        for (let i = 0; i < rest; i++) draw();
        fillBlock(values, count - BLOCK);
      }
      return values;
    },
  };
}

/** MT19937: a function that returns the next 32 random bits. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(STATE_SIZE);
  state[0] = seed;
  for (let i = 1; i < STATE_SIZE; i++) {
    const last = state[i - 1] as number;
    state[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i;
  }
  let next = STATE_SIZE;

  function twist(): void {
    for (let i = 0; i < STATE_SIZE; i++) {
      const here = state[i] as number;
      const after = state[(i + 1) % STATE_SIZE] as number;
      const bits = (here & 0x80000000) | (after & 0x7fffffff);
      const mixed = (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
      state[i] = (state[(i + SHIFT_SIZE) % STATE_SIZE] as number) ^ mixed;
    }
    next = 0;
  }

  return () => {
    if (next === STATE_SIZE) twist();
    let bits = state[next++] as number;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    bits ^= bits >>> 18;
    return bits >>> 0;
  };
}
