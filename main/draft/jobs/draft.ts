/** One draft as a job of the library: begun when there is work, kept alive, ended with a generation or a reason. */
import { statfsSync } from "node:fs";
import { join } from "node:path";
import { type DraftRequest, type Provider, STAGES, STEMS, type Stage } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import type { PlanNote } from "#contract/storyboard.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import {
  type FileRole,
  type Generation,
  HEARTBEAT_MS,
  type JobStage,
  type Library,
  libraryProblem,
  type Timings,
} from "#main/library/index.ts";
import type { Pack } from "#main/packs/index.ts";
import { type CheckedClip, runStages } from "../pipeline.ts";
import { StageCache } from "./cache.ts";
import { keyOf } from "./key.ts";
import { type StageProgress, StageRunner } from "./stages.ts";

export interface DraftOptions {
  request: DraftRequest;
  library: Library;
  /** The pack of the request, and the provider to run it on. */
  pack: Pack;
  provider: Provider;
  /** Where the user wants the clip besides the library; kept with the job for `resume`. */
  out?: string;
  /** The generation that this one remixes. */
  parent?: string;
  signal?: AbortSignal;
  onProgress?: (progress: StageProgress) => void;
}

export interface Drafted {
  generation: Generation;
  /** Null when everything was found in the cache: then there was no job. */
  job: string | null;
  /** Of this run; the generation keeps those of the run that made it. */
  timings: Timings;
  /** Of this run, from the first stage to the last, milliseconds. */
  wallMs: number;
  /** Sum of `session.run` of this run, milliseconds. */
  inferenceMs: number;
  /** Stages that this run found finished. */
  cached: Stage[];
  notes: PlanNote[];
  /** What could not be tidied up after the clip was safe. */
  warnings: string[];
}

/**
 * Drafts a clip into the library, running only the stages that were never
 * finished for the same input. Throws Problem; the job then keeps the reason.
 */
export async function draft(options: DraftOptions): Promise<Drafted> {
  const engine = startEngine();
  const run = new DraftRun(options, engine);
  try {
    return await run.complete();
  } catch (error) {
    const problem = explain(error, options.library);
    await run.fail(problem);
    throw problem;
  } finally {
    run.stop();
    await engine.close();
  }
}

class DraftRun {
  readonly #options: DraftOptions;
  readonly #engine: Engine;
  readonly #cache: StageCache;
  readonly #runner: StageRunner;
  readonly #stages: JobStage[] = [];
  readonly #warnings: string[] = [];
  #stagesWritten = 0;
  #job: string | null = null;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(options: DraftOptions, engine: Engine) {
    this.#options = options;
    this.#engine = engine;
    this.#cache = new StageCache(options.library.home);
    this.#runner = new StageRunner({
      cache: this.#cache,
      engine,
      signal: options.signal ?? new AbortController().signal,
      onWork: () => this.#begin(),
      onProgress: (progress) => options.onProgress?.(progress),
      onFinished: (progress) => {
        const { stage, part, key, ms, cached } = progress;
        this.#stages.push({ stage, part, key, ms, cached });
        options.onProgress?.(progress);
      },
    });
  }

  async complete(): Promise<Drafted> {
    const { request, pack, provider } = this.#options;
    const started = performance.now();
    const clip = await this.#runner.whole(runStages(request, pack, provider, this.#runner));
    const generation = await this.#store(clip);
    if (this.#job !== null) {
      const { jobs } = await this.#options.library.repositories();
      await this.#writeStages();
      await jobs.finish(this.#job, generation.id);
      await this.#tidy();
    } else if (this.#options.library.hasUnfinishedJob(request)) {
      // A crash after the last stage: the clip is there, only the job does not know.
      const { jobs } = await this.#options.library.repositories();
      await jobs.settle(request, generation.id);
    }
    return {
      generation,
      job: this.#job,
      timings: this.#timings(),
      wallMs: performance.now() - started,
      inferenceMs: this.#engine.inferenceMs,
      cached: STAGES.filter((stage) => {
        const parts = this.#stages.filter((part) => part.stage === stage);
        return parts.length > 0 && parts.every((part) => part.cached);
      }),
      notes: clip.storyboard.notes,
      warnings: this.#warnings,
    };
  }

  /** Backs up, sweeps, evicts. The clip is safe by now: a failure is told, but fails nothing. */
  async #tidy(): Promise<void> {
    const { library } = this.#options;
    const { generations } = await library.repositories();
    const chores: [string, () => Promise<void>][] = [
      ["The library could not be backed up", () => library.backUp()],
      ["Files that nothing uses could not be removed", () => generations.sweep()],
      ["The cache could not be brought to its bound", () => this.#cache.evict()],
    ];
    for (const [failure, chore] of chores) {
      await chore().catch((error: Error) => this.#warnings.push(`${failure}: ${error.message}`));
    }
  }

  /** Writes down why the job ended, as far as the library can still be written. */
  async fail(problem: Error): Promise<void> {
    if (problem instanceof Problem && problem.code === "no-space") {
      // Give back what this draft took: half a draft on a full disk is in everyone's way.
      for (const key of this.#runner.made) await this.#cache.remove(key).catch(() => undefined);
    }
    if (this.#job === null) return;
    const { code, message, hint } =
      problem instanceof Problem ? problem : { code: "fault", message: problem.message, hint: "" };
    try {
      const { jobs } = await this.#options.library.repositories();
      await this.#writeStages();
      await jobs.fail(this.#job, { code, message, hint });
    } catch {
      // The reason is thrown to the caller; the job is shown as interrupted once this process is gone.
    }
  }

  stop(): void {
    clearInterval(this.#heartbeat);
  }

  async #begin(): Promise<void> {
    const { library, request, out } = this.#options;
    requireSpace(request, library);
    const { jobs } = await library.repositories();
    this.#job = await jobs.begin(request, out ?? null);
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS).unref();
  }

  async #beat(): Promise<void> {
    const { jobs } = await this.#options.library.repositories();
    // A beat that cannot be written is missed, no more.
    await Promise.all([jobs.beat(this.#job!), this.#writeStages()]).catch(() => undefined);
  }

  async #writeStages(): Promise<void> {
    const fresh = this.#stages.slice(this.#stagesWritten);
    this.#stagesWritten = this.#stages.length;
    const { jobs } = await this.#options.library.repositories();
    await jobs.addStages(this.#job!, fresh);
  }

  async #store({ storyboard, mix, check }: CheckedClip): Promise<Generation> {
    const { library, request, pack, provider, parent = null, onProgress } = this.#options;
    const started = performance.now();
    const { provider: _asked, ...wish } = request;
    const key = keyOf({ request: wish, parent, check: check.key });
    const known = library.recall(key);
    if (known !== undefined) return known;
    // The clip may be all there while the generation was removed, or never stored.
    if (this.#job === null) await this.#begin();
    const { clip, master, stems } = mix.output;
    const files: { role: FileRole; path: string }[] = [
      { role: "clip", path: join(mix.dir, clip) },
      { role: "master", path: join(mix.dir, master) },
      ...STEMS.map((stem) => ({ role: `stem:${stem}` as const, path: join(mix.dir, stems[stem]) })),
    ];
    const { generations } = await library.repositories();
    const [width, height] = storyboard.size.split("x").map(Number) as [number, number];
    const generation = await generations.add(
      {
        key,
        parent,
        request,
        storyboard,
        timings: this.#timings(),
        inferenceMs: this.#engine.inferenceMs,
        packHash: pack.hash,
        provider,
        width,
        height,
      },
      files,
    );
    const ms = performance.now() - started;
    this.#stages.push({ stage: "store", part: 0, key, ms, cached: false });
    onProgress?.({ stage: "store", part: 0, parts: 1, fraction: 1, cached: false, ms });
    return generation;
  }

  #timings(): Timings {
    const timings: Timings = {};
    for (const stage of STAGES) {
      const parts = this.#stages.filter((part) => part.stage === stage);
      if (parts.length > 0) timings[stage] = Math.round(parts.reduce((sum, { ms }) => sum + ms, 0));
    }
    return timings;
  }
}

/** What a draft writes, in cache and library, generously: plates, and sound and picture by the second. */
const BASE_BYTES = 30e6;
const BYTES_PER_SECOND = 6.5e6;

function requireSpace(request: DraftRequest, { home }: Library): void {
  const { bavail, bsize } = statfsSync(home.root);
  const free = bavail * bsize;
  const needed = BASE_BYTES + request.seconds * BYTES_PER_SECOND;
  if (free >= needed) return;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  throw new Problem(
    "no-space",
    `This draft needs about ${megabytes(needed)} in ${home.root}; ${megabytes(free)} are free.`,
    "Free some space, or set UNDERSTUDY_HOME to a folder on another disk.",
  );
}

/** The problem behind an error of the disk or the library; any other error as it is. */
function explain(error: unknown, { home }: Library): Error {
  if (error instanceof Problem && !isFullDisk(error)) return error;
  if (isFullDisk(error)) {
    return new Problem(
      "no-space",
      `The disk of ${home.root} is full.`,
      "Free some space, or set UNDERSTUDY_HOME to a folder on another disk.",
      { cause: error },
    );
  }
  return libraryProblem(home, error) ?? (error instanceof Error ? error : new Error(String(error)));
}

/** A full disk reaches us as an errno of our own writes, or as what ffmpeg or the engine said last. */
function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Problem && error.code === "no-space") return false;
  const code = "code" in error ? String(error.code) : "";
  if (["ENOSPC", "EDQUOT", "SQLITE_FULL"].includes(code)) return true;
  return /no space left on device|ENOSPC|disk quota exceeded/i.test(error.message) || isFullDisk(error.cause);
}
