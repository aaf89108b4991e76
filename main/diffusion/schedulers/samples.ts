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

// Loops, since a call for each value (`map`) takes several times as long.

/** sample x factor */
export function scale(sample: Float32Array, factor: number): Float32Array {
  const single = fround(factor);
  const scaled = new Float32Array(sample.length);
  for (let i = 0; i < scaled.length; i++) scaled[i] = (sample[i] as number) * single;
  return scaled;
}

/** sample / divisor */
export function divide(sample: Float32Array, divisor: number): Float32Array {
  const single = fround(divisor);
  const divided = new Float32Array(sample.length);
  for (let i = 0; i < divided.length; i++) divided[i] = (sample[i] as number) / single;
  return divided;
}

/** Every value within [-limit, limit]. */
export function clamp(sample: Float32Array, limit: number): Float32Array {
  return sample.map((value) => Math.min(Math.max(value, -limit), limit));
}
