/** What the user chose, kept in settings.json of the studio's folder. */
import { z } from "zod";
import { DraftRequest, PROVIDERS } from "./draft.ts";
import { VIDEO_ENCODERS } from "./machine.ts";

export const LANGUAGES = ["en", "zh-CN"] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/** "system": the system's own. */
export const LANGUAGE_CHOICES = ["system", ...LANGUAGES] as const;
export const THEMES = ["system", "dark", "light"] as const;
/** "auto": the fastest that works. */
export const PROVIDER_CHOICES = ["auto", ...PROVIDERS] as const;
export const ENCODER_CHOICES = ["auto", ...VIDEO_ENCODERS] as const;

/** Every setting by its name. No defaults in here: a change names only what it changes. */
const FIELDS = {
  language: z.enum(LANGUAGE_CHOICES),
  theme: z.enum(THEMES),
  /** Sizes of resizable panels in per cent, by the name of their group. */
  layout: z.record(z.string(), z.record(z.string(), z.number())),
  /** A draft may ask for another one. */
  provider: z.enum(PROVIDER_CHOICES),
  /** Of exports that are encoded anew; "auto": hardware that works. Drafts are x264's, the same everywhere. */
  encoder: z.enum(ENCODER_CHOICES),
  /** Keys that the user chose for actions, by the action's id: "mod+K"; empty for none. */
  shortcuts: z.record(z.string().max(100), z.string().max(60)),
  /** What is told by the system's notifications when no window of ours is in front. */
  notifications: z.object({ drafts: z.boolean(), downloads: z.boolean() }),
  /** What a new draft begins with. */
  drafts: z.object({
    seconds: DraftRequest.shape.seconds,
    size: DraftRequest.shape.size,
    style: DraftRequest.shape.style,
    pack: DraftRequest.shape.pack,
  }),
  /** Whether prompts are kept to be offered again. */
  promptHistory: z.boolean(),
  /** Whether a newer version is looked for when the program starts. */
  updatesAtStart: z.boolean(),
  /** Days after which what is in the trash is deleted; 0: never by itself. */
  trashDays: z.int().min(0).max(365),
};

export const Settings = z.object(FIELDS);
export type Settings = z.infer<typeof Settings>;

/** The settings that are to change. */
export const SettingsChange = z.strictObject(FIELDS).partial();
export type SettingsChange = z.infer<typeof SettingsChange>;

/** The settings of somebody who never changed any. */
export const DEFAULT_SETTINGS: Settings = {
  language: "system",
  theme: "dark",
  layout: {},
  provider: "auto",
  encoder: "auto",
  shortcuts: {},
  notifications: { drafts: true, downloads: true },
  drafts: { seconds: 10, size: "854x480", pack: "backlot" },
  promptHistory: true,
  updatesAtStart: false,
  trashDays: 30,
};

/** Settings that could not be read at the start, and the file that keeps them as they were. */
export const SettingsDamage = z.object({
  keptAs: z.string(),
  /** The settings that are back at their defaults; empty when the whole file could not be read. */
  lost: z.array(z.string()),
});
export type SettingsDamage = z.infer<typeof SettingsDamage>;

/** The language to show: the user's choice, else the system's (a BCP 47 tag) where we have it, else English. */
export function languageOf({ language }: Pick<Settings, "language">, system: string): Language {
  if (language !== "system") return language;
  return LANGUAGES.find((known) => system.toLowerCase().startsWith(known.slice(0, 2))) ?? "en";
}
