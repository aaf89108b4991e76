/** Frames as people read them. */

/** "00:04:13": minutes, seconds and frames, as non-drop timecode without hours has them. */
export function timecode(frame: number, fps: number): string {
  const seconds = Math.floor(frame / fps);
  const two = (value: number) => `${value}`.padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}:${two(frame % fps)}`;
}

/** Where to seek for a frame: into its middle, so that rounding never lands on a neighbour. */
export const timeOfFrame = (frame: number, fps: number): number => (frame + 0.5) / fps;

/** The frame that is shown at a time. */
export function frameAtTime(seconds: number, fps: number, frames: number): number {
  return Math.min(frames - 1, Math.max(0, Math.floor(seconds * fps + ROUNDING_FRAMES)));
}

/** Browsers round times to microseconds. */
const ROUNDING_FRAMES = 1e-3;
