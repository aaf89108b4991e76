/** What the settings calls do. These work without a studio, too. */
import type { SETTINGS_CALLS } from "#contract/ipc/settings.ts";
import type { Handlers } from "../ipc.ts";
import type { Surroundings } from "../studio.ts";

export function settingsHandlers({ settings }: Surroundings): Handlers<keyof typeof SETTINGS_CALLS> {
  return {
    "settings.get": () => settings.get(),
    "settings.set": (change) => settings.set(change),
    "settings.damage": () => settings.damage,
  };
}
