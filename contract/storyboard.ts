/** The storyboard: what `plan` understood, editable by the user before and after drafting. */
import { z } from "zod";
import { Size, Stem } from "./draft.ts";
import { WireProblem } from "./problem.ts";
import {
  CameraMove,
  Colour,
  LightChange,
  Look,
  Mood,
  Season,
  Setting,
  Sound,
  TimeOfDay,
  Weather,
} from "./scenery.ts";

export const Shot = z.object({
  /** Half-open range of frames [start, start + frames). */
  start: z.int().min(0),
  frames: z.int().positive(),
  seed: z.int().min(0),
  setting: Setting,
  time: TimeOfDay,
  weather: Weather,
  season: Season,
  look: Look,
  mood: Mood,
  camera: CameraMove,
  colour: Colour.nullable(),
  change: LightChange.nullable(),
  /** What the prompt says of this shot, in the words that a diffusion pack is given; painters need none. */
  text: z.string().optional(),
});
export type Shot = z.infer<typeof Shot>;

export const SoundEvent = z.object({
  sound: Sound,
  /** Which stem it belongs to: beds are ambience, single sounds are effects. */
  stem: Stem,
  /** Half-open range of samples at 48 kHz. */
  start: z.int().min(0),
  samples: z.int().positive(),
  /** Linear gain before the mix. */
  gain: z.number().min(0).max(4),
  seed: z.int().min(0),
});
export type SoundEvent = z.infer<typeof SoundEvent>;

/**
 * Something the user is told about: what was not understood, or was chosen for them. The window says it in the
 * user's language; `message` is for the command line.
 */
export const PlanNote = z.object({
  code: z.enum([
    "unknown-words", // no painter draws these
    "unread-words", // the pack's text encoder has no room for these
    "no-room", // what these shots would have shown
    "unresolved", // an attribute of the scene
    "ignored-option",
    "started-from",
    "depth",
    "depth-failed",
  ]),
  /** The words of the prompt, the name of the attribute, the option or the pack. */
  subject: z.string(),
  message: z.string(),
  /** Of an attribute: which of several shots, counted from 1, and the word that was taken; null for none. */
  shot: z.int().positive().optional(),
  taken: z.string().nullable().optional(),
  /** Why depth failed. */
  problem: WireProblem.optional(),
});
export type PlanNote = z.infer<typeof PlanNote>;

export const Storyboard = z.object({
  version: z.literal(1),
  language: z.enum(["en", "zh"]),
  size: Size,
  fps: z.literal(24),
  frames: z.int().positive(),
  shots: z.array(Shot).min(1),
  sounds: z.array(SoundEvent),
  notes: z.array(PlanNote),
});
export type Storyboard = z.infer<typeof Storyboard>;
