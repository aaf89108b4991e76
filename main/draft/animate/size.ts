/** How large a storyboard's frames are, and how many a second. */
import type { Storyboard } from "#contract/storyboard.ts";

export interface FrameSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly fps: number;
}

export function frameOf(storyboard: Storyboard): FrameSize {
  const [width, height] = storyboard.size.split("x").map(Number) as [number, number];
  return { width, height, fps: storyboard.fps };
}
