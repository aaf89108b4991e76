/** Brings four stems and their sum to a loudness under a true-peak ceiling. */
import type { Stem } from "#contract/draft.ts";
import { STEMS } from "#contract/stems.ts";
import {
  fromDecibels,
  integratedLoudness,
  peakEnvelope,
  type Stereo,
  samplePeak,
  silence,
  truePeak,
} from "#native/audio/index.ts";
import { limiterGain } from "./limiter.ts";

export interface LevelTarget {
  /** Integrated loudness of the master, LUFS. */
  lufs: number;
  /** True peak that the master stays under, dBTP. */
  ceilingDb: number;
}

export interface LevelledMix {
  /** Each the input times one and the same gain curve. */
  stems: Record<Stem, Stereo>;
  /** Their sum, sample by sample. */
  master: Stereo;
  /** Of the master; null for silence. */
  lufs: number | null;
  truePeakDb: number | null;
  /** No stem had anything to hear: all are left as they are. */
  silent: boolean;
}

/** LU. */
const CLOSE_ENOUGH = 0.06;
/** LU gained for each dB of gain, at the least: what is nearly all limited needs patience, not leaps. */
const MIN_SLOPE = 0.3;
const MAX_ROUNDS = 8;
/** More than this taken off its peaks, a sound is no longer itself: then it stays softer. */
const MAX_LIMITING_DB = 12;

/**
 * One gain for the whole clip, then a limiter; because the limiter takes some loudness away the gain
 * is raised until the loudness is met. Material that is nearly all peaks may stay below it: `lufs` tells.
 */
export function level(stems: Record<Stem, Stereo>, target: LevelTarget): LevelledMix {
  const sum = add(STEMS.map((stem) => stems[stem]));
  const loudness = integratedLoudness(sum);
  if (loudness === Number.NEGATIVE_INFINITY) {
    return { stems, master: sum, lufs: null, truePeakDb: null, silent: true };
  }
  const ceiling = fromDecibels(target.ceilingDb);
  const highest = target.lufs - loudness + MAX_LIMITING_DB;
  let gainDb = target.lufs - loudness;
  let envelope = new Float32Array();
  let covered = 0;
  let gain = new Float32Array();
  let last = { gainDb: Number.NaN, reached: Number.NaN };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const drive = fromDecibels(gainDb);
    if (drive > covered) {
      // Only peaks that can reach the ceiling need to be found exactly; with room for later rounds.
      covered = drive * 2;
      envelope = peakEnvelope(sum, ceiling / covered);
    }
    gain = limiterGain(envelope, drive, ceiling);
    for (let i = 0; i < gain.length; i++) gain[i] = gain[i]! * drive;
    const reached = integratedLoudness(applied(sum, gain));
    if (Math.abs(target.lufs - reached) < CLOSE_ENOUGH || gainDb === highest) break;
    // Secant steps: the more is limited, the less a decibel of gain brings.
    const slope = round === 0 ? 1 : (reached - last.reached) / (gainDb - last.gainDb);
    last = { gainDb, reached };
    gainDb = Math.min(highest, gainDb + (target.lufs - reached) / Math.max(MIN_SLOPE, Math.min(1, slope)));
  }
  const out = Object.fromEntries(STEMS.map((stem) => [stem, applied(stems[stem], gain)])) as Record<
    Stem,
    Stereo
  >;
  const master = add(STEMS.map((stem) => out[stem]));
  return {
    stems: out,
    master,
    lufs: integratedLoudness(master),
    truePeakDb: truePeak(master),
    silent: false,
  };
}

function applied(sound: Stereo, gain: Float32Array): Stereo {
  const out = silence(gain.length);
  for (const side of [0, 1] as const) {
    const from = sound[side];
    const to = out[side];
    for (let i = 0; i < gain.length; i++) to[i] = from[i]! * gain[i]!;
  }
  return out;
}

function add(sounds: Stereo[]): Stereo {
  const out = silence(sounds[0]![0].length);
  for (const sound of sounds) {
    if (samplePeak(sound) === 0) continue;
    for (const side of [0, 1] as const) {
      const to = out[side];
      const from = sound[side];
      for (let i = 0; i < to.length; i++) to[i] = to[i]! + from[i]!;
    }
  }
  return out;
}
