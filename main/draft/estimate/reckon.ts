/** Reckons how long a draft will take, from earlier drafts or from the trial of its pack. */
import type { DraftEstimate, DraftRequest, Provider, Stage } from "#contract/draft.ts";
import type { PackCard } from "#contract/pack.ts";
import type { JobStage, MeasuredJob } from "#main/library/index.ts";
import { type Work, workOf } from "./work.ts";

/** Of the drafts that are like the asked one, how many count: machines change. */
const COUNTED = 5;

/**
 * The medians of the last like drafts, scaled by what can be counted (shots, steps, windows, frames); a pack
 * that was never drafted with is told from its trial.
 * @param measured the newest first.
 */
export function reckon(
  request: DraftRequest,
  card: PackCard,
  provider: Provider,
  measured: readonly MeasuredJob[],
): DraftEstimate {
  const work = workOf(request, card);
  const paint = paintTime(request, work, card, provider, measured);
  const rest = restTime(work, measured);
  return {
    ms: paint.ms === null || rest === null ? null : Math.round(paint.ms + rest),
    paintMs: paint.ms === null ? null : Math.round(paint.ms),
    paintFrom: paint.from,
    drafts: paint.drafts,
  };
}

interface PaintTime {
  ms: number | null;
  from: DraftEstimate["paintFrom"];
  drafts: number;
}

function paintTime(
  request: DraftRequest,
  work: Work,
  card: PackCard,
  provider: Provider,
  measured: readonly MeasuredJob[],
): PaintTime {
  const like = measured.filter(
    (job) =>
      job.request.pack === request.pack &&
      job.provider === provider &&
      (job.request.init === undefined) === (request.init === undefined),
  );
  const unit = medianOf(
    like.map(({ request: earlier, stages }) => {
      // Shots wait for one another in the engine: the last one's time is that of all.
      const times = made(stages, "paint");
      const { runs } = workOf(earlier, card);
      return times === null ? null : Math.max(...times) / (times.length * runs);
    }),
  );
  if (unit !== null) return { ms: unit.value * work.shots * work.runs, from: "drafts", drafts: unit.count };
  const ms = trialTime(work, card, provider);
  return { ms, from: ms === null ? null : "trial", drafts: 0 };
}

/** From the trial on the same provider; a picture of twice the pixels is taken for twice the work. */
function trialTime(work: Work, { kind, speed }: PackCard, provider: Provider): number | null {
  if ((kind !== "image" && kind !== "motion") || speed?.provider !== provider) return null;
  const { loadMs, stepMs, decodeMs = 0, width, height } = speed;
  const larger = width && height ? work.pixels / (width * height) : 1;
  return loadMs + work.shots * larger * (work.runs * stepMs + work.decoded * decodeMs);
}

/** What follows on painting: drawing the frames, whatever they were painted with, and what a clip takes besides. */
function restTime(work: Work, measured: readonly MeasuredJob[]): number | null {
  const frame = medianOf(
    measured.map(({ request, stages }) => {
      const times = made(stages, "animate");
      return times === null ? null : times[0]! / Math.round(request.seconds * request.fps);
    }),
  );
  const around = medianOf(
    measured.map(({ stages }) => {
      const all = (["plan", "mix", "check", "store"] as const).map((stage) => made(stages, stage));
      return all.includes(null) ? null : all.reduce((sum, times) => sum + times!.at(-1)!, 0);
    }),
  );
  return frame === null || around === null ? null : frame.value * work.frames + around.value;
}

/** Milliseconds of a stage's parts, in their order; null unless all of them were really made. */
function made(stages: readonly JobStage[], stage: Stage): number[] | null {
  const parts = stages.filter((part) => part.stage === stage).toSorted((a, b) => a.part - b.part);
  return parts.length > 0 && parts.every(({ cached }) => !cached) ? parts.map(({ ms }) => ms) : null;
}

/** Of the first few numbers, since the newest drafts come first. */
function medianOf(values: readonly (number | null)[]): { value: number; count: number } | null {
  const known = values
    .filter((value) => value !== null)
    .slice(0, COUNTED)
    .toSorted((a, b) => a - b);
  if (known.length === 0) return null;
  const middle = known.length >> 1;
  const value = known.length % 2 === 1 ? known[middle]! : (known[middle - 1]! + known[middle]!) / 2;
  return { value, count: known.length };
}
