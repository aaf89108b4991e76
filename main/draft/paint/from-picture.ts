/** The stage `paint` where a picture is there already: it becomes the plate. */
import type { Size } from "#contract/draft.ts";
import type { Plate } from "#contract/plate.ts";
import type { CameraMove } from "#contract/scenery.ts";
import type { Shot } from "#contract/storyboard.ts";
import { runOnThread } from "#main/thread.ts";
import type { StageContext } from "../stage.ts";
import { type DepthNetwork, type DepthUse, depthOf } from "./depth/index.ts";
import type { Picture } from "./estimate/index.ts";
import type { EstimateJob } from "./estimate/worker.ts";
import { frameSize, plateSize } from "./feeds.ts";
import { overscanFor } from "./index.ts";
import { fitPicture, openPicture } from "./picture.ts";

export interface PicturePlateInput {
  shot: Pick<Shot, "setting" | "time" | "weather">;
  size: Size;
  /** See contract/plate.ts; `pictureOverscan` is what the shot can have. */
  overscan: number;
  /** Where depth is from; estimated by rule of thumb where there is none, and of plates that move. */
  depth?: DepthNetwork | undefined;
}

export interface PicturePlate {
  plate: Plate;
  /** What was asked for depth. */
  depth?: DepthUse;
}

/**
 * How far beyond the frame a plate of one picture reaches: what lies there is not seen, so it is less than
 * painters give, and least where somebody's own picture is to be seen.
 */
export function pictureOverscan(camera: CameraMove, isGiven: boolean): number {
  return Math.min(overscanFor(camera), isGiven ? 1.12 : 1.2);
}

/** Makes the plate of a picture file (or of a frame of a clip) in `context.dir`. Throws Problem as `openPicture` does. */
export async function paintPicture(
  { file, frame, ...input }: PicturePlateInput & { file: string; frame?: number },
  context: StageContext,
): Promise<PicturePlate> {
  const picture = await openPicture(file, frame, context.signal);
  context.progress(0.2);
  const plate = await platePicture(picture, input, context);
  context.progress(1);
  return plate;
}

/** Brings a picture to the plate's size, asks for its depth, and estimates the rest, on a thread. */
export async function platePicture(
  picture: Picture,
  { shot, size, overscan, depth: network }: PicturePlateInput,
  context: StageContext,
  frames?: EstimateJob["frames"],
): Promise<PicturePlate> {
  const fitted = await fitPicture(picture, plateSize(size, overscan), context.dir, context.signal);
  const [width, height] = frameSize(size);
  const asked = network && !frames ? await depthOf(fitted, network, context) : undefined;
  const job: EstimateJob = {
    picture: fitted,
    shot,
    aspect: width / height,
    overscan,
    ...(asked?.depth && { depth: asked.depth }),
    ...(frames && { frames }),
    dir: context.dir,
  };
  const worker = new URL("./estimate/worker.ts", import.meta.url);
  const plate = await runOnThread<Plate>(worker, job, context.signal);
  return { plate, ...(asked && { depth: asked.use }) };
}
