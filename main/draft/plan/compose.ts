/** From what was understood of each shot to the shots of the storyboard. */
import { childSeed } from "#contract/random.ts";
import type { Look } from "#contract/scenery.ts";
import type { Shot } from "#contract/storyboard.ts";
import { choose, chooseSetting, FITS, moodOf, weatherCanGoOn } from "./choices.ts";
import { shareFrames } from "./shots.ts";
import type { Understanding } from "./understanding.ts";

/** The time of day that a change of light belongs to. */
const TIME_OF_CHANGE = { "sun-sinks": "dusk", "sun-rises": "dawn" } as const;

/**
 * The shots, one for each understanding. What a shot does not say it takes from the shot before, else it is
 * chosen by the seed from what fits; the camera moves anew in every shot. `style` is the look of all of them.
 */
export function composeShots(
  understandings: readonly Understanding[],
  frames: number,
  seed: number,
  style: Look | undefined,
): Shot[] {
  const lengths = shareFrames(frames, understandings.length);
  // A look is often said last and meant for the whole clip.
  const commonLook = understandings.find(({ said }) => said.look)?.said.look ?? "realistic";
  const shots: Shot[] = [];
  let start = 0;
  for (const [index, understanding] of understandings.entries()) {
    const before = shots.at(-1);
    const shot = composeShot(understanding, before, childSeed(seed, `shot-${index}`));
    const look = style ?? understanding.said.look ?? before?.look ?? commonLook;
    shots.push({ ...shot, look, start, frames: lengths[index]! });
    start += lengths[index]!;
  }
  return shots;
}

type Scene = Omit<Shot, "start" | "frames" | "look">;

function composeShot(understanding: Understanding, before: Shot | undefined, seed: number): Scene {
  const { said } = understanding;
  const setting = said.setting ?? before?.setting ?? chooseSetting(understanding, childSeed(seed, "setting"));
  const fit = FITS[setting];
  const change = said.change ?? null;

  let time = said.time ?? (change ? TIME_OF_CHANGE[change] : undefined);
  if (time === undefined && before && before.time in fit.time) time = before.time;
  time ??= choose(fit.time, childSeed(seed, "time"));

  let weather = said.weather;
  if (weather === undefined && before && weatherCanGoOn(setting, before.weather)) weather = before.weather;
  // whoever asks for a sunset wants to see the sun
  weather ??= change ? "clear" : choose(fit.weather, childSeed(seed, "weather"));

  let season = said.season;
  if (season === undefined && before && before.season in fit.season) season = before.season;
  if (season === undefined && weather === "snow") season = "winter";
  season ??= choose(fit.season, childSeed(seed, "season"));

  return {
    seed,
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
