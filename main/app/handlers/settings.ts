/** What the settings calls do. */
import type { SETTINGS_CALLS } from "#contract/ipc/settings.ts";
import type { Handlers } from "../ipc.ts";
import type { Studio } from "../studio.ts";

export function settingsHandlers({ settings }: Studio): Handlers<keyof typeof SETTINGS_CALLS> {
  return {
    "settings.get": () => settings.get(),
    "settings.set": (change) => settings.set(change),
    "settings.damage": () => settings.damage,
  };
}
