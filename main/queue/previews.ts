/** Pictures of drafts that are being made, as JPEG files in memory: the latest ones only. */
import { encodeJpeg, type Surface } from "#native/canvas/index.ts";

/** Kept of each job, and jobs of which any are kept. */
const KEPT = 24;
const KEPT_JOBS = 3;
const QUALITY = 82;

export class Previews {
  /** Job -> number -> file; the newest job and number last. */
  readonly #files = new Map<string, Map<number, Buffer>>();
  #encoding = false;
  #waiting: (() => void) | undefined;

  /** Takes a picture. Of those that come while one is encoded, the last is kept. */
  add(job: string, drawn: Surface, onReady: (number: number) => void): void {
    const encode = () => void this.#encode(job, drawn, onReady);
    if (this.#encoding) this.#waiting = encode;
    else encode();
  }

  /** The file of a preview; undefined when it is gone. */
  get(job: string, number: number): Buffer | undefined {
    return this.#files.get(job)?.get(number);
  }

  async #encode(job: string, drawn: Surface, onReady: (number: number) => void): Promise<void> {
    this.#encoding = true;
    try {
      const file = await encodeJpeg(drawn, QUALITY);
      onReady(this.#keep(job, file));
    } finally {
      this.#encoding = false;
      const next = this.#waiting;
      this.#waiting = undefined;
      next?.();
    }
  }

  #keep(job: string, file: Buffer): number {
    const files = this.#files.get(job) ?? new Map<number, Buffer>();
    const number = (lastKey(files) ?? 0) + 1;
    files.set(number, file);
    dropFirst(files, KEPT);
    this.#files.delete(job);
    this.#files.set(job, files);
    dropFirst(this.#files, KEPT_JOBS);
    return number;
  }
}

function lastKey<Key>(map: Map<Key, unknown>): Key | undefined {
  return [...map.keys()].at(-1);
}

function dropFirst<Key>(map: Map<Key, unknown>, kept: number): void {
  for (const key of map.keys()) {
    if (map.size <= kept) return;
    map.delete(key);
  }
}
