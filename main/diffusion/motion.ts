/** Clips that are longer than a motion pack's window: what overlapping windows predict is averaged. */
import { windowStarts } from "./windows.ts";

/** Frames of a window where the graph leaves it free: what AnimateDiff was trained on. */
export const WINDOW = 16;
/** Frames that a window shares with the one before it. */
const OVERLAP = 4;

/** How many windows a clip of so many frames is made of: so often the UNet runs for each step. */
export function clipWindows(frames: number, window = WINDOW): number {
  return windowStarts(frames, window, OVERLAP).length;
}

/** Shape of a clip's latents: [channels, frames, height, width]. */
export type ClipShape = readonly [channels: number, frames: number, height: number, width: number];

/**
 * What `predict` gives for each window of the clip, averaged where windows overlap. Holds one window and
 * one clip of latents, however many windows there are.
 * @param clip latents of `shape`.
 */
export async function predictByWindows(
  clip: Float32Array,
  shape: ClipShape,
  window: number,
  predict: (latents: Float32Array) => Promise<Float32Array>,
): Promise<Float32Array> {
  const [channels, frames, height, width] = shape;
  if (frames === window) return predict(clip);
  const area = height * width;
  const starts = windowStarts(frames, window, OVERLAP);
  const sum = new Float32Array(clip.length);
  const part = new Float32Array(channels * window * area);
  for (const start of starts) {
    for (let channel = 0; channel < channels; channel++) {
      const from = (channel * frames + start) * area;
      part.set(clip.subarray(from, from + window * area), channel * window * area);
    }
    const predicted = await predict(part);
    for (let channel = 0; channel < channels; channel++) {
      const to = (channel * frames + start) * area;
      const from = channel * window * area;
      for (let i = 0; i < window * area; i++) sum[to + i]! += predicted[from + i]!;
    }
  }
  for (let frame = 0; frame < frames; frame++) {
    const count = starts.filter((start) => start <= frame && frame < start + window).length;
    for (let channel = 0; channel < channels; channel++) {
      const at = (channel * frames + frame) * area;
      for (let i = at; i < at + area; i++) sum[i]! /= count;
    }
  }
  return sum;
}

/** The latent of one frame of a clip: [channels, height, width]. */
export function frameOf(clip: Float32Array, shape: ClipShape, frame: number): Float32Array {
  const [channels, frames, height, width] = shape;
  const area = height * width;
  const latent = new Float32Array(channels * area);
  for (let channel = 0; channel < channels; channel++) {
    const from = (channel * frames + frame) * area;
    latent.set(clip.subarray(from, from + area), channel * area);
  }
  return latent;
}

/** A clip whose frames are all the same: [channels, height, width] -> `shape`. */
export function stillClip(latent: Float32Array, shape: ClipShape): Float32Array {
  const [channels, frames, height, width] = shape;
  const area = height * width;
  const clip = new Float32Array(channels * frames * area);
  for (let channel = 0; channel < channels; channel++) {
    const plane = latent.subarray(channel * area, (channel + 1) * area);
    for (let frame = 0; frame < frames; frame++) clip.set(plane, (channel * frames + frame) * area);
  }
  return clip;
}
