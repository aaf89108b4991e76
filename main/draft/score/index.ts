/** The score stage: the storyboard's sounds, synthesised and placed, as four stems. */
import { z } from "zod";
import { STEMS, type Stem } from "#contract/draft.ts";
import { Storyboard } from "#contract/storyboard.ts";
import type { StageFunction } from "#main/draft/stage.ts";
import { prepareThread, runOnThread } from "#main/thread.ts";

export const ScoreInput = z.object({ storyboard: Storyboard });
export type ScoreInput = z.infer<typeof ScoreInput>;

export const ScoreOutput = z.object({
  /**
   * Files in the stage's folder: WAV, float32, 48 kHz, stereo, as long as the picture to the sample, at
   * the level they have before the mix. A stem without sounds is a file of silence.
   */
  stems: z.object({ dialogue: z.string(), effects: z.string(), ambience: z.string(), music: z.string() }),
});
export type ScoreOutput = z.infer<typeof ScoreOutput>;

/** What the thread is given. */
export interface ScoreJob {
  storyboard: Storyboard;
  dir: string;
  files: Record<Stem, string>;
}

const WORKER = new URL("./worker.ts", import.meta.url);

/** Starts the stage's thread before there is anything to synthesise. */
export function warmUp(): void {
  prepareThread(WORKER);
}

/**
 * Runs on a thread of its own, so that it can go on beside painting and animating. The same storyboard
 * gives the same bytes. Throws Problem `cancelled`, `no-space` or `not-writable`.
 */
export const score: StageFunction<ScoreInput, ScoreOutput> = async ({ storyboard }, context) => {
  const files = Object.fromEntries(STEMS.map((stem) => [stem, `${stem}.wav`])) as Record<Stem, string>;
  const job: ScoreJob = { storyboard, dir: context.dir, files };
  await runOnThread(WORKER, job, context.signal, context.progress);
  return { stems: files };
};
