import type { Stereo } from "#native/audio/index.ts";

/** One of the contract's sounds, synthesised. */
export interface SoundSource {
  /** Integrated loudness at gain 1, LUFS: how loud the thing is among the others. */
  loudness: number;
  /** Amplitude sent to the reverb of the space it sounds in. */
  send: number;
  /**
   * Sound without reverb of `samples` samples, of any level: the score sets it. It starts with the
   * sound itself, never with silence, and neither repeats nor ends before its time.
   */
  synthesise(samples: number, seed: number): Stereo;
}
