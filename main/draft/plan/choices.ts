/** What is chosen where the prompt says nothing: seeded, from what fits the setting. */
import { random } from "#contract/random.ts";
import {
  type CameraMove,
  type Colour,
  type Look,
  type Mood,
  SETTINGS,
  type Season,
  type Setting,
  type Sound,
  type TimeOfDay,
  type Weather,
} from "#contract/scenery.ts";
import type { Understanding } from "./understanding.ts";

/** Options with their weights. */
type Odds<T extends string> = Partial<Record<T, number>>;

/** One of the options by weight; `seed` decides. */
export function choose<T extends string>(odds: Odds<T>, seed: number): T {
  const options = Object.entries(odds) as [T, number][];
  let at = random(seed)() * options.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [option, weight] of options) {
    at -= weight;
    if (at < 0) return option;
  }
  return options.at(-1)![0];
}

interface Fit {
  time: Odds<TimeOfDay>;
  weather: Odds<Weather>;
  season: Odds<Season>;
  camera: Odds<CameraMove>;
}

const OPEN_AIR: Odds<Weather> = { clear: 6, cloudy: 3 };
const CLEAR: Odds<Weather> = { clear: 1 };
/** No night: a dark picture is for whoever asks for one, or for places that lamps light. */
const LIGHT: Odds<TimeOfDay> = { dawn: 2, day: 5, dusk: 3 };
const GREEN: Odds<Season> = { spring: 3, summer: 4, autumn: 1 };
/** No winter: snow lies where somebody said so. */
const ANY: Odds<Season> = { spring: 2, summer: 3, autumn: 2 };
const GENTLE: Odds<CameraMove> = { push: 4, "pan-left": 2, "pan-right": 2, pull: 2, static: 1 };
const INWARD: Odds<CameraMove> = { push: 6, static: 2, pull: 2, "pan-right": 1 };
const UPWARD: Odds<CameraMove> = { ...GENTLE, "tilt-up": 2 };

export const FITS: Record<Setting, Fit> = {
  sea: { time: { ...LIGHT, dusk: 5 }, weather: OPEN_AIR, season: { summer: 3, autumn: 1 }, camera: GENTLE },
  beach: { time: LIGHT, weather: OPEN_AIR, season: { summer: 1 }, camera: GENTLE },
  "mountain-lake": { time: LIGHT, weather: { ...OPEN_AIR, fog: 1 }, season: ANY, camera: UPWARD },
  forest: {
    time: LIGHT,
    weather: { ...OPEN_AIR, fog: 2 },
    season: GREEN,
    camera: { ...INWARD, "tilt-up": 1 },
  },
  "autumn-wood": {
    time: LIGHT,
    weather: { ...OPEN_AIR, fog: 1 },
    season: { autumn: 1 },
    camera: { ...INWARD, "tilt-up": 1 },
  },
  desert: { time: LIGHT, weather: { clear: 8, cloudy: 1 }, season: { summer: 1 }, camera: GENTLE },
  skyline: { time: { ...LIGHT, dusk: 4, night: 4 }, weather: OPEN_AIR, season: ANY, camera: UPWARD },
  street: { time: { ...LIGHT, night: 4 }, weather: OPEN_AIR, season: ANY, camera: INWARD },
  snowfield: { time: LIGHT, weather: { ...OPEN_AIR, snow: 2 }, season: { winter: 1 }, camera: GENTLE },
  underwater: { time: { day: 1 }, weather: CLEAR, season: { summer: 1 }, camera: GENTLE },
  space: { time: { night: 1 }, weather: CLEAR, season: { summer: 1 }, camera: { ...GENTLE, orbit: 2 } },
  planet: { time: LIGHT, weather: CLEAR, season: { summer: 1 }, camera: GENTLE },
  meadow: { time: LIGHT, weather: OPEN_AIR, season: GREEN, camera: GENTLE },
  room: { time: { ...LIGHT, night: 2 }, weather: { clear: 5, cloudy: 2 }, season: ANY, camera: INWARD },
  stage: { time: { night: 1 }, weather: CLEAR, season: ANY, camera: INWARD },
  station: { time: LIGHT, weather: OPEN_AIR, season: ANY, camera: { ...INWARD, "pan-left": 2 } },
};

const EVERYWHERE = Object.fromEntries(SETTINGS.map((setting) => [setting, 1])) as Record<Setting, number>;
const INDOORS: readonly Setting[] = ["room", "stage"];
const OTHERWORLDLY: readonly Setting[] = ["space", "underwater", "planet"];

/** Where a sound belongs, when it must say where we are. */
const SOUND_PLACES: Partial<Record<Sound, readonly Setting[]>> = {
  waves: ["sea", "beach"],
  gulls: ["beach", "sea"],
  traffic: ["street", "skyline"],
  birds: ["forest", "meadow"],
  crickets: ["meadow", "forest"],
  fire: ["room"],
  crowd: ["stage", "street", "station"],
  bells: ["street", "skyline"],
  stream: ["forest", "mountain-lake"],
  train: ["station"],
  underwater: ["underwater"],
  hum: ["room", "space"],
  leaves: ["forest", "autumn-wood"],
};

/** A setting that agrees with all else that was said. */
export function chooseSetting({ said, sounds }: Understanding, seed: number): Setting {
  const places = sounds.flatMap((sound) => SOUND_PLACES[sound] ?? []);
  if (places.length > 0) return choose(weigh(places), seed);
  const odds: Odds<Setting> = { ...EVERYWHERE };
  const drop = (settings: readonly Setting[]) => {
    for (const setting of settings) delete odds[setting];
  };
  const { time, weather, season, change, camera } = said;
  if (weather !== undefined || season !== undefined) drop([...OTHERWORLDLY, ...INDOORS]);
  if (time !== undefined || change !== undefined) drop(["space", "underwater", ...INDOORS]);
  if (season !== "winter" && weather !== "snow") drop(season || weather ? ["snowfield"] : []);
  if (season === "winter") drop(["beach", "desert"]);
  if (season !== undefined && season !== "autumn") drop(["autumn-wood"]);
  if (weather === "rain" || weather === "snow" || weather === "storm") drop(["desert"]);
  if (weather === "rain" || weather === "storm") drop(["snowfield"]);
  if (change !== undefined && camera === undefined) drop(["station", "street"]);
  return choose(odds, seed);
}

function weigh(places: readonly Setting[]): Odds<Setting> {
  const odds: Odds<Setting> = {};
  for (const place of places) odds[place] = (odds[place] ?? 0) + 1;
  // What two sounds agree on is far more likely than what one says.
  for (const place of places) odds[place] = odds[place]! ** 3;
  return odds;
}

/** Looks on pale paper: a night there is an almost black page. */
const ON_PAPER: readonly Look[] = ["ink", "watercolour"];
/** Creatures that are heard by day, and by night. */
const DAY_SOUNDS: readonly Sound[] = ["birds", "gulls"];
const NIGHT_SOUNDS: readonly Sound[] = ["crickets"];
/** Colours of a low sun, and those that sky and water have by day. */
const WARM: readonly Colour[] = ["red", "orange", "gold", "pink", "purple"];
const COOL: readonly Colour[] = ["blue", "teal"];
const DARK: readonly Mood[] = ["mysterious", "dramatic", "melancholy"];

/** A time of day that agrees with all else that was said. */
export function chooseTime(
  { said, sounds }: Understanding,
  setting: Setting,
  look: Look,
  seed: number,
): TimeOfDay {
  const odds: Odds<TimeOfDay> = { ...FITS[setting].time };
  // Space knows nothing but night, the deep nothing but day.
  if (Object.keys(odds).length === 1) return choose(odds, seed);
  const { weather, mood, colour } = said;
  const isWarm = colour !== undefined && WARM.includes(colour);
  const isCool = colour !== undefined && COOL.includes(colour) && !(mood && DARK.includes(mood));
  const isVeiled = weather === "fog" || weather === "snow";
  if (weather === "clear" && !isWarm) return "day";
  if (isWarm) delete odds.day;
  const isBright = isCool || mood === "joyful" || colour === "white";
  if (isBright) odds.day = 15;
  if (mood === "romantic" || mood === "mysterious") odds.dusk = 7;
  if (sounds.some((sound) => NIGHT_SOUNDS.includes(sound))) odds.night = 4;
  const isByDay = isBright || isVeiled || sounds.some((sound) => DAY_SOUNDS.includes(sound));
  if (isByDay || ON_PAPER.includes(look)) delete odds.night;
  return choose(odds, seed);
}

/** The mood that the light and the weather give by themselves. */
export function moodOf(setting: Setting, time: TimeOfDay, weather: Weather, seed: number): Mood {
  if (weather === "storm") return "dramatic";
  const odds: Odds<Mood> = { calm: 5 };
  if (weather === "rain") odds.melancholy = 3;
  if (weather === "fog" || setting === "space" || setting === "underwater") odds.mysterious = 3;
  if (time === "night") odds.mysterious = (odds.mysterious ?? 0) + 2;
  if (time === "dusk") odds.romantic = 1;
  if (time === "day" && weather === "clear") odds.joyful = 2;
  if (setting === "stage" || setting === "planet") odds.dramatic = 2;
  return choose(odds, seed);
}

/** Whether a weather that an earlier shot had can go on here. */
export function weatherCanGoOn(setting: Setting, weather: Weather): boolean {
  return !(OTHERWORLDLY.includes(setting) || setting === "stage") || weather === "clear";
}
