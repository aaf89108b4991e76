/** What a diffusion pack is told of each shot: the user's own words, and what they leave to the context. */
import type { Look, Setting, TimeOfDay, Weather } from "#contract/scenery.ts";
import type { Shot } from "#contract/storyboard.ts";
import type { Understanding } from "./understanding.ts";

/** How captions name the looks. */
const LOOK_WORDS: Record<Look, string> = {
  realistic: "realistic photograph",
  watercolour: "watercolour painting",
  anime: "anime style",
  oil: "oil painting",
  ink: "ink wash painting",
  noir: "film noir, black and white",
};
const SETTING_WORDS: Partial<Record<Setting, string>> = {
  "mountain-lake": "mountain lake",
  "autumn-wood": "autumn wood",
  skyline: "city skyline",
  street: "city street",
  space: "outer space",
  planet: "alien planet",
  stage: "theatre stage",
  station: "train station",
};
const TIME_WORDS: Record<TimeOfDay, string> = {
  dawn: "at dawn",
  day: "by day",
  dusk: "at dusk",
  night: "at night",
};
const WEATHER_WORDS: Partial<Record<Weather, string>> = {
  rain: "in the rain",
  snow: "snowing",
  fog: "foggy",
  storm: "stormy",
};

export interface Telling {
  understanding: Understanding;
  /** What the user wrote of the shot. */
  words: string;
  shot: Shot;
}

/**
 * The prompt of each shot. A shot that names neither a place nor a thing goes on with the words before; a
 * look that was asked for elsewhere is added; Chinese, which most packs do not read, is followed by what was
 * understood of it in English. `earlier` is what was told of the clip that is remixed.
 */
export function packPrompts(
  tellings: readonly Telling[],
  language: "en" | "zh",
  style: Look | undefined,
  earlier?: string,
): string[] {
  const prompts: string[] = [];
  let going = earlier;
  for (const { understanding, words, shot } of tellings) {
    const { said, unknown } = understanding;
    const own = words.trim().replace(/[\s,.;，。；]+$/u, "");
    const goesOn = said.setting === undefined && unknown.length === 0;
    const scene = goesOn && going !== undefined ? `${own}, ${going}` : own;
    going = scene;
    const parts = [scene];
    if (language === "zh") parts.push(inEnglish(understanding, shot));
    const isAskedFor = style !== undefined || shot.look !== "realistic";
    if (isAskedFor && said.look !== shot.look) parts.push(LOOK_WORDS[shot.look]);
    prompts.push(parts.filter((part) => part !== "").join(", "));
  }
  return prompts;
}

/** What the reader understood of a shot, as a caption. */
function inEnglish({ said }: Understanding, shot: Shot): string {
  const words = [
    said.colour,
    said.setting && (SETTING_WORDS[said.setting] ?? said.setting),
    said.time && TIME_WORDS[said.time],
    said.weather && WEATHER_WORDS[said.weather],
    said.season,
    said.look && LOOK_WORDS[shot.look],
  ];
  return words.filter((word) => word !== undefined).join(", ");
}
