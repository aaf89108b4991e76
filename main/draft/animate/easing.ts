/** Curves over time. All pure; arguments outside their range are clamped. */

export function clamp(value: number, low = 0, high = 1): number {
  return Math.max(low, Math.min(high, value));
}

export function mix(from: number, to: number, t: number): number {
  return from + (to - from) * t;
}

/** Hermite step: 0 below `low`, 1 above `high`, smooth between. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low));
  return t * t * (3 - 2 * t);
}

/**
 * A camera operator's move from 0 to 1 over t in [0, 1]: the speed rises smoothly over
 * the first `ramp` of the time, stays even, and falls over the last `ramp`.
 */
export function travel(t: number, ramp = 0.22): number {
  const u = clamp(t);
  if (u > 0.5) return 1 - travel(1 - u, ramp);
  // The integral of smoothstep(u / ramp), over its whole of (1 - ramp).
  const v = u / ramp;
  const area = v < 1 ? ramp * (v ** 3 - v ** 4 / 2) : ramp / 2 + (u - ramp);
  return area / (1 - ramp);
}

/** A smooth wander in [-1, 1] around 0: three sines whose periods do not meet. `period` in seconds. */
export function wander(time: number, period: number, phase: number): number {
  const a = ((2 * Math.PI) / period) * time;
  return (
    0.6 * Math.sin(a + phase) +
    0.28 * Math.sin(a * 1.73 + phase * 2.9 + 1.3) +
    0.12 * Math.sin(a * 3.11 + phase * 5.3 + 4.1)
  );
}
