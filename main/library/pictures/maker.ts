/**
 * Makes posters, thumbs and strips, one at a time: first what a window asks for, the last first; then ahead of that, while
 * the machine has nothing better to do.
 */
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type Home, temporaryPath } from "#main/home.ts";
import { fileArgument, runFfmpeg } from "#native/ffmpeg/index.ts";
import { PICTURE_KINDS, type PictureKind, picturePath } from "./files.ts";

/** What a picture is made from. */
export interface PictureSource {
  path: string;
  kind: "video" | "audio" | "picture";
  /** Of a clip. */
  seconds: number;
}

/** Frames of a strip, and their size in pixels: the shape of a tile, whatever the clip's, so that they can be told apart. */
export const STRIP_FRAMES = 12;
const STRIP = { width: 256, height: 144 };
const POSTER_WIDTH = 480;
const THUMB_WIDTH = 240;
/** More than a screen shows: what was asked for earlier has been scrolled away. */
const WAITING_MOST = 60;

interface Waiting {
  kind: PictureKind;
  id: string;
  resolve: (path: string | undefined) => void;
}

export class PictureMaker {
  readonly #home: Home;
  readonly #sourceOf: (id: string) => PictureSource | undefined;
  readonly #waiting: Waiting[] = [];
  /** What is to be made ahead, in order. */
  readonly #ahead: Pick<Waiting, "kind" | "id">[] = [];
  #isHeld = false;
  /** Of which no picture could be made; not tried again in this run. */
  readonly #failed = new Set<string>();
  readonly #stop = new AbortController();
  #isWorking = false;
  #working: Promise<void> | undefined;

  constructor(home: Home, sourceOf: (id: string) => PictureSource | undefined) {
    this.#home = home;
    this.#sourceOf = sourceOf;
  }

  /** The file of a picture, made if need be; undefined when there is nothing to make it from, or it was given up. */
  async find(kind: PictureKind, id: string): Promise<string | undefined> {
    const path = picturePath(this.#home, kind, id);
    if (await isFile(path)) return path;
    if (this.#stop.signal.aborted || this.#failed.has(`${kind}/${id}`) || this.#sourceOf(id) === undefined)
      return undefined;
    return new Promise((resolve) => {
      this.#waiting.push({ kind, id, resolve });
      while (this.#waiting.length > WAITING_MOST) this.#waiting.shift()!.resolve(undefined);
      this.#work();
    });
  }

  /** Makes the pictures of a new item in time, before a window asks for them. */
  prepare(id: string): void {
    this.#ahead.push(...PICTURE_KINDS.map((kind) => ({ kind, id })));
    this.#work();
  }

  /** Whether nothing is to be made ahead for now: something else needs the machine. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (!isHeld) this.#work();
  }

  /** Ends what runs; nothing is made from then on. */
  async close(): Promise<void> {
    this.#stop.abort();
    for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
    await this.#working;
  }

  #work(): void {
    if (!this.#isWorking) this.#working = this.#makeAll();
  }

  /** Makes one after the other, until nothing is asked for. */
  async #makeAll(): Promise<void> {
    this.#isWorking = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        const path = await this.#make(next.kind, next.id);
        next.resolve?.(path);
      }
    } finally {
      this.#isWorking = false;
    }
  }

  #next(): (Pick<Waiting, "kind" | "id"> & Partial<Waiting>) | undefined {
    if (this.#stop.signal.aborted) return undefined;
    return this.#waiting.pop() ?? (this.#isHeld ? undefined : this.#ahead.shift());
  }

  async #make(kind: PictureKind, id: string): Promise<string | undefined> {
    const path = picturePath(this.#home, kind, id);
    // It may have been asked for twice.
    if (await isFile(path)) return path;
    const source = this.#sourceOf(id);
    if (source === undefined) return undefined;
    const temporary = `${temporaryPath(this.#home, "cache")}.jpg`;
    try {
      await runFfmpeg(
        [...ARGUMENTS[kind](source), "-frames:v", "1", "-q:v", "4", "-f", "mjpeg", fileArgument(temporary)],
        {
          signal: this.#stop.signal,
        },
      );
      await mkdir(dirname(path), { recursive: true });
      await rename(temporary, path);
      return path;
    } catch {
      // Nothing depends on a picture; the window shows the item without.
      if (!this.#stop.signal.aborted) this.#failed.add(`${kind}/${id}`);
      return undefined;
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

const ARGUMENTS: Record<PictureKind, (source: PictureSource) => string[]> = {
  posters: (source) => stillOf(source, POSTER_WIDTH),
  thumbs: (source) => stillOf(source, THUMB_WIDTH),
  strips: stripOf,
};

const fit = (width: number) => `scale=${width}:-2:flags=bicubic,format=yuvj420p`;
/** A waveform in a colour that stands on dark and on light alike. */
const wave = (size: string) =>
  `color=c=0x191b22:s=${size}[g];[0:a]aformat=channel_layouts=mono,showwavespic=s=${size}:colors=0x7a8cff:scale=sqrt[w];` +
  "[g][w]overlay=format=auto,format=yuvj420p";

function stillOf({ path, kind, seconds }: PictureSource, width: number): string[] {
  const input = ["-i", fileArgument(path)];
  if (kind === "audio")
    return [...input, "-filter_complex", wave(`${width}x${Math.round((width * 9) / 16)}`)];
  const start = kind === "video" ? ["-ss", (seconds / 3).toFixed(3)] : [];
  return [...start, ...input, "-vf", fit(width)];
}

/** Frames side by side, evenly over the clip. */
function stripOf(source: PictureSource): string[] {
  if (source.kind !== "video") return stillOf(source, POSTER_WIDTH);
  const rate = STRIP_FRAMES / Math.max(source.seconds, 0.1);
  const { width, height } = STRIP;
  const cover = `scale=${width}:${height}:force_original_aspect_ratio=increase:flags=bicubic,crop=${width}:${height}`;
  const frames = `fps=${rate.toFixed(6)}:round=near,${cover},format=yuvj420p,tile=${STRIP_FRAMES}x1`;
  return ["-i", fileArgument(source.path), "-an", "-vf", frames];
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
