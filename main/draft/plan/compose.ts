/** From what was understood of each shot to the shots of the storyboard. */
import { childSeed } from "#contract/random.ts";
import type { Look } from "#contract/scenery.ts";
import type { Shot } from "#contract/storyboard.ts";
import { choose, chooseSetting, chooseTime, FITS, moodOf, weatherCanGoOn } from "./choices.ts";
import { shareFrames } from "./shots.ts";
import type { Understanding } from "./understanding.ts";

/** The time of day that a change of light belongs to. */
const TIME_OF_CHANGE = { "sun-sinks": "dusk", "sun-rises": "dawn" } as const;

export interface Composing {
  frames: number;
  seed: number;
  /** The look of all shots, whatever they say. */
  style?: Look | undefined;
  /** The shots of the clip that this one remixes. */
  base?: readonly Shot[] | undefined;
  /**
   * Whether the picture comes from elsewhere, a diffusion pack or a file: then what the reader was not told
   * must not bring anything into it, such as fish, falling snow or petals.
   */
  plain?: boolean;
}

/**
 * The shots, one for each understanding. What a shot does not say it takes from the shot of the same number
 * in `base`, else from the shot before, else it is chosen by the seed from what fits; the camera moves anew
 * in every shot.
 */
export function composeShots(
  understandings: readonly Understanding[],
  { frames, seed, style, base, plain = false }: Composing,
): Shot[] {
  const lengths = shareFrames(frames, understandings.length);
  // A look is often said last and meant for the whole clip.
  const commonLook = understandings.find(({ said }) => said.look)?.said.look ?? "realistic";
  const shots: Shot[] = [];
  let start = 0;
  for (const [index, understanding] of understandings.entries()) {
    const model = base?.[Math.min(index, base.length - 1)];
    const before = model ?? shots.at(-1);
    const look = style ?? understanding.said.look ?? before?.look ?? commonLook;
    const shot = composeShot(understanding, before, look, childSeed(seed, `shot-${index}`), plain);
    // Of a remix, the camera moves as it did, too.
    if (model && understanding.said.camera === undefined) shot.camera = model.camera;
    if (model && understanding.said.change === undefined && understanding.said.time === undefined) {
      shot.change = model.change;
    }
    shots.push({ ...shot, start, frames: lengths[index]! });
    start += lengths[index]!;
  }
  return shots;
}

type Scene = Omit<Shot, "start" | "frames">;

/** A setting without walls, water, weather or creatures of its own. */
const PLAINEST = "meadow";
/** The season in which nothing blooms, flies or falls. */
const BAREST = "winter";

function composeShot(
  understanding: Understanding,
  before: Shot | undefined,
  look: Look,
  seed: number,
  plain: boolean,
): Scene {
  const { said } = understanding;
  const isUntold = plain && understanding.sounds.length === 0;
  const setting =
    said.setting ??
    before?.setting ??
    (isUntold ? PLAINEST : chooseSetting(understanding, childSeed(seed, "setting")));
  const fit = FITS[setting];
  const change = said.change ?? null;

  let time = said.time ?? (change ? TIME_OF_CHANGE[change] : undefined);
  if (time === undefined && before && before.time in fit.time) time = before.time;
  time ??= chooseTime(understanding, setting, look, childSeed(seed, "time"));

  let weather = said.weather;
  if (weather === undefined && before && weatherCanGoOn(setting, before.weather)) weather = before.weather;
  // whoever asks for a sunset wants to see the sun
  weather ??= change || plain ? "clear" : choose(fit.weather, childSeed(seed, "weather"));

  let season = said.season;
  if (season === undefined && before && before.season in fit.season) season = before.season;
  if (season === undefined && weather === "snow") season = "winter";
  season ??= plain ? BAREST : choose(fit.season, childSeed(seed, "season"));

  return {
    seed,
    look,
    setting,
    time,
    weather,
    season,
    mood: said.mood ?? before?.mood ?? moodOf(setting, time, weather, childSeed(seed, "mood")),
    camera: said.camera ?? choose(fit.camera, childSeed(seed, "camera")),
    colour: said.colour ?? (before?.setting === setting ? before.colour : null),
    change,
  };
}
