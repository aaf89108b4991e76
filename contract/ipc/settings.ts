/** Calls and events about what the user chose. */
import { z } from "zod";
import { Settings } from "../settings.ts";
import { call } from "./define.ts";

export const SETTINGS_CALLS = {
  "settings.get": call(z.void(), Settings),
  /** Changes the settings that are named, and gives all of them. */
  "settings.set": call(Settings.partial().strict(), Settings),
};

export const SETTINGS_EVENTS = {
  "settings.changed": Settings,
};
