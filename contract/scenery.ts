/**
 * The words that describe a scene. The reader learns them, the planner fills
 * them in, the painter and the score obey them. The order of every list is the
 * order of the class indices in the reader's and the painter's graphs.
 */
import { z } from "zod";

export const SETTINGS = [
  "sea",
  "beach",
  "mountain-lake",
  "forest",
  "autumn-wood",
  "desert",
  "skyline",
  "street",
  "snowfield",
  "underwater",
  "space",
  "planet",
  "meadow",
  "room",
  "stage",
  "station",
] as const;
export const TIMES = ["dawn", "day", "dusk", "night"] as const;
export const WEATHERS = ["clear", "cloudy", "rain", "snow", "fog", "storm"] as const;
export const SEASONS = ["spring", "summer", "autumn", "winter"] as const;
export const LOOKS = ["realistic", "watercolour", "anime", "oil", "ink", "noir"] as const;
export const MOODS = ["calm", "joyful", "mysterious", "dramatic", "melancholy", "romantic"] as const;
export const CAMERA_MOVES = [
  "static",
  "pan-left",
  "pan-right",
  "tilt-up",
  "tilt-down",
  "push",
  "pull",
  "orbit",
] as const;
/** Colour words tint the key light and the sky. */
export const COLOURS = [
  "red",
  "orange",
  "gold",
  "green",
  "teal",
  "blue",
  "purple",
  "pink",
  "white",
  "black",
] as const;
/** What the light does over the shot. */
export const CHANGES = ["sun-sinks", "sun-rises"] as const;
export const SOUNDS = [
  "waves",
  "wind",
  "rain",
  "thunder",
  "traffic",
  "birds",
  "gulls",
  "crickets",
  "fire",
  "crowd",
  "bells",
  "stream",
  "train",
  "underwater",
  "hum",
  "leaves",
] as const;

export const Setting = z.enum(SETTINGS);
export const TimeOfDay = z.enum(TIMES);
export const Weather = z.enum(WEATHERS);
export const Season = z.enum(SEASONS);
export const Look = z.enum(LOOKS);
export const Mood = z.enum(MOODS);
export const CameraMove = z.enum(CAMERA_MOVES);
export const Colour = z.enum(COLOURS);
export const LightChange = z.enum(CHANGES);
export const Sound = z.enum(SOUNDS);

export type Setting = z.infer<typeof Setting>;
export type TimeOfDay = z.infer<typeof TimeOfDay>;
export type Weather = z.infer<typeof Weather>;
export type Season = z.infer<typeof Season>;
export type Look = z.infer<typeof Look>;
export type Mood = z.infer<typeof Mood>;
export type CameraMove = z.infer<typeof CameraMove>;
export type Colour = z.infer<typeof Colour>;
export type LightChange = z.infer<typeof LightChange>;
export type Sound = z.infer<typeof Sound>;

/**
 * The attributes that the reader classifies, each over "none" (not mentioned,
 * index 0) and then its words. `sounds` is apart: several may be heard at once.
 */
export const READER_ATTRIBUTES = {
  setting: SETTINGS,
  time: TIMES,
  weather: WEATHERS,
  season: SEASONS,
  look: LOOKS,
  mood: MOODS,
  camera: CAMERA_MOVES,
  colour: COLOURS,
  change: CHANGES,
} as const;
export type ReaderAttribute = keyof typeof READER_ATTRIBUTES;

/**
 * What one token of the prompt is evidence for: nothing ("filler": function
 * words and punctuation), one of the attributes, a sound, or content that the
 * built-in pack does not know ("unknown", which is told to the user).
 */
export const TOKEN_TAGS = [
  "filler",
  "unknown",
  "setting",
  "time",
  "weather",
  "season",
  "look",
  "mood",
  "camera",
  "colour",
  "change",
  "sound",
] as const;
export type TokenTag = (typeof TOKEN_TAGS)[number];
