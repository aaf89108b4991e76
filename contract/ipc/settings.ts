/** Calls and events about what the user chose. */
import { z } from "zod";
import { Settings, SettingsChange, SettingsDamage } from "../settings.ts";
import { call } from "./define.ts";

export const SETTINGS_CALLS = {
  "settings.get": call(z.void(), Settings),
  /** Changes the settings that are named, and gives all of them. */
  "settings.set": call(SettingsChange, Settings),
  /** What could not be read of the settings when the studio was opened; null when all could. */
  "settings.damage": call(z.void(), SettingsDamage.nullable()),
};

export const SETTINGS_EVENTS = {
  "settings.changed": Settings,
};
