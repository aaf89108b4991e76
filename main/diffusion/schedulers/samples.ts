/**
 * Arithmetic of samples, in f32 after every operation, as PyTorch does it.
 * Every function leaves its arguments as they are and gives a new array.
 */
const { fround } = Math;

type Term = readonly [weight: number, sample: Float32Array];

/** The sum of weight x sample over the terms, from left to right. */
export function weightedSum(first: Term, ...rest: Term[]): Float32Array {
  const sum = scale(first[1], first[0]);
  for (const [weight, sample] of rest) {
    const factor = fround(weight);
    for (let i = 0; i < sum.length; i++) {
      sum[i] = (sum[i] as number) + fround(factor * (sample[i] as number));
    }
  }
  return sum;
}

/** sample x factor */
export function scale(sample: Float32Array, factor: number): Float32Array {
  const single = fround(factor);
  return sample.map((value) => single * value);
}

/** sample / divisor */
export function divide(sample: Float32Array, divisor: number): Float32Array {
  const single = fround(divisor);
  return sample.map((value) => value / single);
}

/** Every value within [-limit, limit]. */
export function clamp(sample: Float32Array, limit: number): Float32Array {
  return sample.map((value) => Math.min(Math.max(value, -limit), limit));
}
