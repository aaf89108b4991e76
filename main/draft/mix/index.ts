/** The mix stage: stems at their final level, the master, and the clip with picture and sound. */
import { join } from "node:path";
import { z } from "zod";
import { STEMS, type Stem } from "#contract/draft.ts";
import { Storyboard } from "#contract/storyboard.ts";
import type { StageFunction } from "#main/draft/stage.ts";
import { runOnThread } from "#main/thread.ts";
import { SAMPLE_RATE } from "#native/audio/index.ts";
import { encodeSound, measureLoudness, mux } from "#native/ffmpeg/index.ts";
import type { LevelTarget } from "./level.ts";

const stemFiles = z.object({
  dialogue: z.string(),
  effects: z.string(),
  ambience: z.string(),
  music: z.string(),
});

export const SoundMixInput = z.object({
  storyboard: Storyboard,
  /** The score's files: WAV, 48 kHz, stereo, as long as the picture. */
  stems: stemFiles,
});
export type SoundMixInput = z.infer<typeof SoundMixInput>;

/** Files are named relative to the stage's folder. */
export const SoundMix = z.object({
  /** AAC in MP4: the master as it goes into the clip. */
  sound: z.string(),
  /** WAV, float32: the sum of the stems. */
  master: z.string(),
  stems: stemFiles,
  /** Of the AAC as decoded; null for silence. */
  lufs: z.number().nullable(),
  truePeakDb: z.number().nullable(),
  /** There is nothing to hear, and it was not made louder. */
  silent: z.boolean(),
});
export type SoundMix = z.infer<typeof SoundMix>;

export interface ClipMixInput {
  /** The sound mix's AAC. */
  sound: string;
  /** A silent H.264 MP4 of the storyboard's frames. */
  picture: string;
}
export interface ClipMix {
  /** Picture and sound as they came; relative to the stage's folder. */
  clip: string;
}

const TARGET_LUFS = -14;
const LUFS_TOLERANCE = 0.3;
/** AAC takes away some of the highest treble, and with it about so much loudness. */
const AAC_LOSS_LUFS = 0.1;
const MAX_TRUE_PEAK_DB = -1;
/** The meter rounds to 0.1 dB. */
const METER_STEP_DB = 0.1;
/** AAC moves peaks by some tenths of a decibel: the master leaves it room, and more where that was not enough. */
const FIRST_CEILING_DB = -2;
const CEILING_STEP_DB = 0.4;
const MAX_ATTEMPTS = 4;
/** Noise and crackles are the hardest things for AAC: fewer bits cost up to 1 dB of overshoot. */
const AUDIO_BITRATE = 320_000;

const FILES = {
  sound: "sound.mp4",
  master: "master.wav",
  stems: Object.fromEntries(STEMS.map((stem) => [stem, `stems/${stem}.wav`])) as Record<Stem, string>,
};

/** What the thread is given, and gives back. */
export interface MixJob {
  stems: Record<Stem, string>;
  samples: number;
  target: LevelTarget;
  dir: string;
  files: typeof FILES;
}
export interface MixLevels {
  lufs: number | null;
  truePeakDb: number | null;
  silent: boolean;
}

/**
 * The first part, which needs no picture: one gain and one limiter curve for all stems, so that they sum
 * to the master; then AAC, which is decoded and measured, and mixed again with corrected targets until
 * it is at -14 LUFS and under -1 dBTP. The arithmetic runs on its own thread. The same input gives the
 * same bytes.
 * Throws Problem `corrupt-media`, `not-found`, `missing-tool`, `cancelled`, `no-space` or `not-writable`.
 */
export const mixSound: StageFunction<SoundMixInput, SoundMix> = async ({ storyboard, stems }, context) => {
  const { dir, signal } = context;
  const [master, sound] = [join(dir, FILES.master), join(dir, FILES.sound)];
  const samples = Math.round((storyboard.frames * SAMPLE_RATE) / storyboard.fps);
  const target: LevelTarget = { lufs: TARGET_LUFS + AAC_LOSS_LUFS, ceilingDb: FIRST_CEILING_DB };
  for (let attempt = 1; ; attempt++) {
    const job: MixJob = { stems, samples, target, dir, files: FILES };
    const levels = await runOnThread<MixLevels>(new URL("./worker.ts", import.meta.url), job, signal);
    context.progress(0.5);
    await encodeSound(master, sound, { bitrate: AUDIO_BITRATE, signal });
    context.progress(0.8);
    if (levels.silent) return { ...FILES, ...levels };

    const heard = await measureLoudness(sound, signal);
    const tooLoud = heard.truePeak + METER_STEP_DB - MAX_TRUE_PEAK_DB;
    const missing = TARGET_LUFS - heard.integrated;
    // A master that could not be made as loud as it should be will not get there by another try.
    const reached = levels.lufs !== null && Math.abs(levels.lufs - target.lufs) < LUFS_TOLERANCE;
    const unmet = tooLoud > 0 || (reached && Math.abs(missing) > LUFS_TOLERANCE);
    if (!unmet || attempt === MAX_ATTEMPTS) {
      if (tooLoud > METER_STEP_DB) {
        throw new Error(`the sound still peaks at ${heard.truePeak} dBTP after ${attempt} mixes`);
      }
      return { ...FILES, lufs: heard.integrated, truePeakDb: heard.truePeak, silent: false };
    }
    if (tooLoud > 0) target.ceilingDb -= tooLoud + CEILING_STEP_DB;
    if (reached) target.lufs += missing;
  }
};

/** The second part: picture and sound together, both copied as they are. Throws as `mixSound`. */
export const mixClip: StageFunction<ClipMixInput, ClipMix> = async ({ sound, picture }, context) => {
  const clip = "clip.mp4";
  await mux(join(context.dir, clip), { video: picture, audio: sound, signal: context.signal });
  return { clip };
};
