/** The stage `paint`: one plate for each shot, through the engine. */
import type { Provider, Size } from "#contract/draft.ts";
import type { Plate } from "#contract/plate.ts";
import type { CameraMove } from "#contract/scenery.ts";
import type { Shot } from "#contract/storyboard.ts";
import type { StageContext } from "../stage.ts";

export interface PaintInput {
  shot: Shot;
  size: Size;
  /** See contract/plate.ts; `overscanFor(shot.camera)` is what the shot needs. */
  overscan: number;
  provider: Provider;
  pack: { dir: string };
}

/** Room that each camera move needs around the frame; wider moves cost more painting. */
const OVERSCAN: Record<CameraMove, number> = {
  static: 1.12,
  "pan-left": 1.32,
  "pan-right": 1.32,
  "tilt-up": 1.3,
  "tilt-down": 1.3,
  push: 1.2,
  pull: 1.25,
  orbit: 1.32,
};

/** How far beyond the frame a shot with this camera move is painted: 1.1 to 1.4. */
export function overscanFor(camera: CameraMove): number {
  return OVERSCAN[camera];
}

/** Paints a shot into `context.dir`: layer and mask files, and `plate.json`. */
export function paint(input: PaintInput, context: StageContext): Promise<Plate> {
  const { pack, ...task } = input;
  return context.engine.run(
    "paint",
    { ...task, packDir: pack.dir, outDir: context.dir },
    { signal: context.signal, onProgress: (fraction) => context.progress(fraction) },
  );
}
