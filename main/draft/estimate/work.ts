/** How much there is to do for a request, in what can be counted before it is done. */
import { DEFAULT_STRENGTH, type DraftRequest } from "#contract/draft.ts";
import type { PackCard } from "#contract/pack.ts";
import { clipWindows } from "#main/diffusion/index.ts";
import { framesToAsk, sizeToAsk, USUAL, USUAL_WINDOW } from "../paint/asked.ts";
import { plateSize } from "../paint/feeds.ts";
import { MOST_SHOTS, splitShots } from "../plan/shots.ts";

export interface Work {
  /** Plates to paint; a longer prompt is cut to so many. */
  shots: number;
  /** Of one plate: runs of the UNet, counted in steps without guidance; 1 for a painter's. */
  runs: number;
  /** Pictures to decode for one plate; 0 for a painter's. */
  decoded: number;
  /** Pixels of one such picture. */
  pixels: number;
  /** Frames of the clip. */
  frames: number;
}

/** Room around the frame that most camera moves need: enough for counting pixels. */
const USUAL_OVERSCAN = 1.3;

export function workOf(request: DraftRequest, card: PackCard): Work {
  const shots = Math.min(splitShots(request.prompt).length, MOST_SHOTS);
  const frames = Math.round(request.seconds * request.fps);
  const plate = plateSize(request.size, USUAL_OVERSCAN);
  const whole = { shots, frames, pixels: plate.width * plate.height };
  if (card.kind !== "image" && card.kind !== "motion") return { ...whole, runs: 1, decoded: 0 };

  const { abilities, speed } = card;
  const guidance = request.guidance ?? abilities?.guidance ?? 1;
  const guided = guidance > 1 ? (speed?.guidedSteps ?? 2) : 1;
  const made = card.kind === "motion" ? framesToAsk(Math.ceil(frames / shots), abilities) : 1;
  const windows = card.kind === "motion" ? clipWindows(made, abilities?.motion?.frames ?? USUAL_WINDOW) : 1;
  const asked = sizeToAsk(abilities?.size ?? USUAL, plate);
  return {
    ...whole,
    runs: stepsOf(request, card) * guided * windows,
    decoded: made,
    pixels: asked.width * asked.height,
  };
}

/** Steps that are run: those of a picture's change begin in the middle, but for LCM's, which only start lower. */
function stepsOf(
  { steps, init, strength = DEFAULT_STRENGTH }: DraftRequest,
  { abilities }: PackCard,
): number {
  const whole = steps ?? abilities?.steps ?? 25;
  if (init === undefined || abilities?.scheduler?.name === "LCMScheduler") return whole;
  return Math.max(1, Math.floor(whole * strength));
}
