/** The stage `animate`: plates and a storyboard become a silent moving picture. */
import { join } from "node:path";
import type { VideoEncoder } from "#contract/machine.ts";
import { Problem } from "#contract/problem.ts";
import type { Storyboard } from "#contract/storyboard.ts";
import type { StageContext } from "#main/draft/stage.ts";
import { encodeFrames } from "#native/ffmpeg/index.ts";
import { type RenderInput, renderFrames } from "./frames.ts";
import { frameOf } from "./size.ts";

export {
  type RenderInput,
  type RenderOptions,
  type RenderStats,
  renderFrames,
  renderStats,
  warmUp,
} from "./frames.ts";

export interface AnimateInput extends RenderInput {
  storyboard: Storyboard;
  /** The folder of each shot's plate, in the storyboard's order. */
  plates: string[];
  /** x264 when left out: only its clips are the same everywhere. */
  encoder?: VideoEncoder | undefined;
}

export interface AnimateOutput {
  /** H.264 in MP4, yuv420p, tagged bt709, without sound; relative to the stage's folder. */
  file: string;
  frames: number;
}

/** How often somebody who looks on is shown a frame. */
const SHOWN_EVERY_MS = 350;

/**
 * Draws and encodes exactly `storyboard.frames` frames at the storyboard's size and rate.
 * @throws Problem "corrupt-media" for a broken plate, "cancelled", and what the encoder throws.
 */
export async function animate(
  input: AnimateInput,
  context: Pick<StageContext, "dir" | "signal" | "progress" | "onFrame">,
): Promise<AnimateOutput> {
  const { storyboard } = input;
  requirePlates(input);
  const { width, height, fps } = frameOf(storyboard);
  const file = "picture.mp4";
  const frames = await encodeFrames(counted(input, context), join(context.dir, file), {
    width,
    height,
    fps: { num: fps, den: 1 },
    encoder: input.encoder,
    signal: context.signal,
  });
  return { file, frames };
}

async function* counted(
  input: AnimateInput,
  context: Pick<StageContext, "signal" | "progress" | "onFrame">,
): AsyncGenerator<Uint8Array, void, void> {
  const { width, height } = frameOf(input.storyboard);
  let count = 0;
  let shownAt = Number.NEGATIVE_INFINITY;
  for await (const rgba of renderFrames(input, { signal: context.signal })) {
    if (context.onFrame && performance.now() - shownAt > SHOWN_EVERY_MS) {
      shownAt = performance.now();
      context.onFrame({ frame: count, width, height, rgba });
    }
    yield rgba;
    count += 1;
    context.progress(count / input.storyboard.frames);
  }
}

function requirePlates({ storyboard, plates }: AnimateInput): void {
  const { shots, frames } = storyboard;
  if (plates.length !== shots.length) {
    throw new Problem(
      "bad-input",
      `The storyboard has ${shots.length} shots, but ${plates.length} plates were painted.`,
      "Draft again, so that each shot has its plate.",
    );
  }
  let end = 0;
  for (const [i, shot] of shots.entries()) {
    if (shot.start !== end) {
      throw new Problem(
        "bad-input",
        `Shot ${i + 1} starts at frame ${shot.start}, but the one before ends at ${end}.`,
        "Let each shot start where the one before ends.",
      );
    }
    end += shot.frames;
  }
  if (end !== frames) {
    throw new Problem(
      "bad-input",
      `The shots have ${end} frames together, but the storyboard says ${frames}.`,
      "Make the lengths of the shots add up.",
    );
  }
}
