/** What a plate asks a diffusion pack for: pixels, and for motion frames. */
import type { PackAbilities } from "#contract/pack.ts";
import type { PictureSize } from "./picture.ts";

/** Side of a picture where a pack does not tell its own, and what sides are multiples of. */
export const USUAL: NonNullable<PackAbilities["size"]> = {
  width: 512,
  height: 512,
  multiple: 64,
  fixed: false,
};
/** Frames a second that motion modules were trained on (AnimateDiff); the clip's own are made in between. */
export const MOTION_FPS = { num: 8, den: 1 };
export const CLIP_FPS = { num: 24, den: 1 };
/** Frames of a motion pack's window where its card does not tell. */
export const USUAL_WINDOW = 16;

/** The size nearest to the plate's shape with as many pixels as the pack is at home with. */
export function sizeToAsk(own: NonNullable<PackAbilities["size"]>, plate: PictureSize): PictureSize {
  if (own.fixed) return { width: own.width, height: own.height };
  const area = own.width * own.height;
  const shape = plate.width / plate.height;
  const multiple = (side: number) => Math.max(1, Math.round(side / own.multiple)) * own.multiple;
  return { width: multiple(Math.sqrt(area * shape)), height: multiple(Math.sqrt(area / shape)) };
}

/** Frames of the pack's rate that last as long as the shot; at least a window. */
export function framesToAsk(frames: number, abilities: PackAbilities | undefined): number {
  // One more than fit, so that the last of the clip's frames lie between two of the pack's.
  const lasting = Math.ceil((frames * MOTION_FPS.num) / CLIP_FPS.num) + 1;
  return Math.max(abilities?.motion?.frames ?? USUAL_WINDOW, lasting);
}
