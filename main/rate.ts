/** How fast long work goes, over the last seconds: what came in a burst at the beginning says nothing later. */
const WINDOW_MS = 8000;
/** Before this, a rate would jump about. */
const SETTLED_MS = 1500;

export class Rate {
  readonly #points: { at: number; bytes: number }[] = [];

  /** Tells that `bytes` are done by now. */
  add(bytes: number, at = performance.now()): void {
    this.#points.push({ at, bytes });
    while (this.#points.length > 2 && this.#points[0]!.at < at - WINDOW_MS) this.#points.shift();
  }

  /** Bytes a second, and the seconds that `left` bytes take; null as long as it is not known. */
  estimate(left: number): { bytesPerSecond: number | null; secondsLeft: number | null } {
    const [first, last] = [this.#points[0], this.#points.at(-1)];
    const ms = first && last ? last.at - first.at : 0;
    const bytes = first && last ? last.bytes - first.bytes : 0;
    if (ms < SETTLED_MS || bytes <= 0) return { bytesPerSecond: null, secondsLeft: null };
    const bytesPerSecond = (1000 * bytes) / ms;
    return { bytesPerSecond, secondsLeft: Math.max(0, left) / bytesPerSecond };
  }
}
