/** Ways to draw numbers and moments. */

export type Random = () => number;

/** Evenly from [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** Evenly by ratio from [low, high): for frequencies and sizes. */
export function betweenLog(random: Random, low: number, high: number): number {
  return low * (high / low) ** random();
}

/** One of the list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

/** Moments in [from, to) seconds of a Poisson process with `rate` events a second, in order. */
export function moments(random: Random, rate: number, from: number, to: number): number[] {
  const times: number[] = [];
  for (let t = from; ; ) {
    t += -Math.log(1 - random()) / rate;
    if (t >= to) return times;
    times.push(t);
  }
}
