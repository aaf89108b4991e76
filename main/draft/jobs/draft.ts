/** One draft: runs its stages, stores what they give, and keeps the job's record. */
import { join } from "node:path";
import { type DraftRequest, type Provider, STEMS, type Stage } from "#contract/draft.ts";
import type { VideoEncoder } from "#contract/machine.ts";
import { Problem } from "#contract/problem.ts";
import type { PlanNote, Shot } from "#contract/storyboard.ts";
import { requirePlaces } from "#main/home.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import {
  type FileRole,
  type Generation,
  type Library,
  libraryProblem,
  type Timings,
} from "#main/library/index.ts";
import type { Pack } from "#main/packs/index.ts";
import type { Surface } from "#native/canvas/index.ts";
import { findDepthNetwork } from "../paint/depth/index.ts";
import { type CheckedClip, type Materials, needsDepth, runStages } from "../pipeline.ts";
import type { DrawnFrame } from "../stage.ts";
import { StageCache } from "./cache.ts";
import { keyOf } from "./key.ts";
import { JobRecord } from "./record.ts";
import { requireSpace, spaceProblem } from "./space.ts";
import { type StagePreview, type StageProgress, StageRunner } from "./stages.ts";

export interface DraftOptions {
  request: DraftRequest;
  library: Library;
  /** The pack of the request, the one that reads prompts, and the provider to run on. */
  pack: Pack;
  reader: Pack;
  provider: Provider;
  /** An engine to draft with, whose models stay open for the next draft; one of its own when left out. */
  engine?: Engine;
  /** x264 when left out: with the same seed it makes the same clip, byte by byte, on every machine. */
  encoder?: VideoEncoder;
  /** Where the user wants the clip besides the library; kept with the job for `resume`. */
  out?: string;
  signal?: AbortSignal;
  onProgress?: (progress: StageProgress) => void;
  /** Pictures of the clip as soon as they are made, from packs that make them one by one. */
  onPreview?: (preview: StagePreview) => void;
  /** Each shot as it was painted, before anything in it moves. */
  onPlate?: (still: Surface) => void;
  /** The clip's own pictures now and then, while it is drawn. */
  onFrame?: (frame: DrawnFrame) => void;
  /** The caller's job, which is running: it says itself how the job failed. A job of the draft's own when left out. */
  job?: string;
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
  const { home } = options.library;
  requirePlaces(home);
  const engine = options.engine ?? startEngine();
  const run = new DraftRun(options, engine);
  try {
    return await run.complete();
  } catch (error) {
    const problem = spaceProblem(error, home) ?? libraryProblem(home, error) ?? asError(error);
    await run.fail(problem);
    throw problem;
  } finally {
    run.stop();
    if (options.engine === undefined) await engine.close();
  }
}

class DraftRun {
  readonly #options: DraftOptions;
  readonly #engine: Engine;
  /** What the engine had done before. */
  readonly #inferenceBefore: number;
  readonly #cache: StageCache;
  readonly #runner: StageRunner;
  readonly #record: JobRecord;

  constructor(options: DraftOptions, engine: Engine) {
    const { library, request, out = null, job, onProgress = () => {}, onPreview = () => {} } = options;
    this.#options = options;
    this.#engine = engine;
    this.#inferenceBefore = engine.inferenceMs;
    this.#cache = new StageCache(library.home);
    this.#record = new JobRecord(library, request, out, job);
    const unrecorded = new AbortController();
    this.#runner = new StageRunner({
      cache: this.#cache,
      engine,
      signal: AbortSignal.any([options.signal ?? unrecorded.signal, unrecorded.signal]),
      onWork: () => {
        requireSpace(request, library.home);
        // The stages go on meanwhile: the engine takes as long to start as the query builder to load.
        this.#record.open((error) => unrecorded.abort(error));
      },
      onProgress,
      onPreview,
      onFrame: options.onFrame,
      onFinished: (finished) => {
        const { stage, part, key, ms, cached } = finished;
        this.#record.add({ stage, part, key, ms, cached });
        onProgress(finished);
      },
    });
  }

  async complete(): Promise<Drafted> {
    const { library, request } = this.#options;
    const started = performance.now();
    if (this.#options.job !== undefined) await this.#record.open();
    const materials = await this.#materials();
    // Its models take memory that drawing can use; an engine of the caller's keeps them for the next draft.
    const onPainted = () => void (this.#options.engine === undefined && this.#engine.close());
    const stages = runStages(materials, this.#runner, { onPainted, onPlate: this.#onPlate() });
    const clip = await this.#runner.whole(stages);
    const generation = await this.#store(clip);
    let warnings: string[] = [];
    if (this.#record.isOpen || library.hasUnfinishedJob(request)) {
      await this.#record.finish(generation.id);
      warnings = await this.#tidy();
    }
    return {
      generation,
      job: await this.#record.id(),
      timings: this.#record.timings(),
      wallMs: performance.now() - started,
      inferenceMs: this.#inferenceMs,
      cached: this.#record.cached(),
      notes: clip.storyboard.notes,
      warnings,
    };
  }

  /** Where somebody looks on: puts the layers of a plate together, while the next shot is painted. */
  #onPlate(): ((folder: string) => void) | undefined {
    const { onPlate } = this.#options;
    if (onPlate === undefined) return undefined;
    return async (folder) => {
      const { flattenPlate } = await import("../animate/flatten.ts");
      // A plate that cannot be read fails the stage that draws it, with the reason.
      await flattenPlate(folder).then(onPlate, () => undefined);
    };
  }

  get #inferenceMs(): number {
    return this.#engine.inferenceMs - this.#inferenceBefore;
  }

  /** What the stages work with; a remix's parent and a picture to start from must still be in the library. */
  async #materials(): Promise<Materials> {
    const { library, request, pack, reader, provider, encoder = "libx264" } = this.#options;
    const { init, parent } = request;
    return {
      ...{ request, pack, reader, provider, encoder },
      ...(needsDepth(request, pack) && (await this.#depth())),
      initFile: init && (await library.requireMedia(init)),
      base: parent === undefined ? undefined : await shotsOf(library, parent),
    };
  }

  /** The depth network; one that is damaged is told, and the draft does without. */
  async #depth(): Promise<Pick<Materials, "depth" | "depthNote">> {
    const { library, provider } = this.#options;
    try {
      return { depth: await findDepthNetwork(library.home, provider) };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "corrupt-pack") throw error;
      const message = `Depth was estimated without a pack: ${error.message}`;
      return { depthNote: { code: "depth-failed", subject: "depth", message, problem: error.fields } };
    }
  }

  async fail(problem: Error): Promise<void> {
    if (problem instanceof Problem && problem.code === "no-space") {
      // Give back what this draft took: half a draft on a full disk is in everyone's way.
      for (const key of this.#runner.made) await this.#cache.remove(key).catch(() => undefined);
    }
    await this.#record.fail(problem);
  }

  stop(): void {
    this.#record.stop();
  }

  async #store({ storyboard, sound, mix, check }: CheckedClip): Promise<Generation> {
    const { library, request, pack, provider, onProgress } = this.#options;
    const started = performance.now();
    const { provider: _asked, ...wish } = request;
    const { init, parent = null } = request;
    const key = keyOf({ request: wish, parent, check: check.key });
    const known = library.recall(key);
    if (known !== undefined) return known;
    // The clip may be all there while the generation was removed, or never stored.
    await this.#record.open();
    const { master, stems } = sound.output;
    const files: { role: FileRole; path: string }[] = [
      { role: "clip", path: join(mix.dir, mix.output.clip) },
      { role: "master", path: join(sound.dir, master) },
      ...STEMS.map((stem) => ({ role: `stem:${stem}` as const, path: join(sound.dir, stems[stem]) })),
      // A parent's clip stays the parent's; a picture belongs to what was made of it.
      ...(init && parent === null ? [{ role: "init" as const, path: await library.requireMedia(init) }] : []),
    ];
    const { generations } = await library.repositories();
    const [width, height] = storyboard.size.split("x").map(Number) as [number, number];
    const generation = await generations.add(
      {
        key,
        parent,
        request,
        storyboard,
        timings: this.#record.timings(),
        inferenceMs: this.#inferenceMs,
        packHash: pack.hash,
        provider,
        width,
        height,
      },
      files,
    );
    const ms = performance.now() - started;
    this.#record.add({ stage: "store", part: 0, key, ms, cached: false });
    onProgress?.({ stage: "store", part: 0, parts: 1, fraction: 1, cached: false, ms });
    return generation;
  }

  /** Backs up, sweeps, evicts. The clip is safe by now: a failure is told, but fails nothing. */
  async #tidy(): Promise<string[]> {
    const { library } = this.#options;
    const { media } = await library.repositories();
    const chores: [string, () => Promise<void>][] = [
      ["The library could not be backed up", () => library.backUp()],
      ["Files that nothing uses could not be removed", () => media.sweep()],
      ["The cache could not be brought to its bound", () => this.#cache.evict()],
    ];
    const warnings: string[] = [];
    for (const [failure, chore] of chores) {
      await chore().catch((error: Error) => warnings.push(`${failure}: ${error.message}`));
    }
    return warnings;
  }
}

async function shotsOf(library: Library, generation: string): Promise<Shot[]> {
  const { generations } = await library.repositories();
  return (await generations.get(generation)).storyboard.shots;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
