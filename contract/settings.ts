/** What the user chose, kept in settings.json of the studio's folder. */
import { z } from "zod";

export const LANGUAGES = ["en", "zh-CN"] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

export const Settings = z.object({
  /** "system": the system's language and theme. */
  language: z.enum(["system", ...LANGUAGES]).default("system"),
  theme: z.enum(["system", "dark", "light"]).default("dark"),
  /** Keys that the user chose for actions, by the action's id: "mod+K"; empty for none. */
  shortcuts: z.record(z.string(), z.string()).default({}),
  /** How many days what was deleted stays in the trash. */
  trashDays: z.int().min(1).max(365).default(30),
  /** Sizes of resizable panels in per cent, by the name of their group. */
  layout: z.record(z.string(), z.record(z.string(), z.number())).default({}),
});
export type Settings = z.infer<typeof Settings>;

/** The settings of somebody who never changed any. */
export const DEFAULT_SETTINGS: Settings = Settings.parse({});

/** The language to show: the user's choice, else the system's (a BCP 47 tag) where we have it, else English. */
export function languageOf({ language }: Pick<Settings, "language">, system: string): Language {
  if (language !== "system") return language;
  return LANGUAGES.find((known) => system.toLowerCase().startsWith(known.slice(0, 2))) ?? "en";
}
