/** The user's settings in the window: there from the first frame, changed in one place. */
import type { Settings } from "#contract/settings.ts";
import { call } from "./bridge.ts";
import { queryClient, useCall } from "./calls.ts";

const KEY = ["settings.get", undefined];

/** Reads the settings, before anything is drawn; `keepFresh` listens to their changes already. */
export async function loadSettings(): Promise<Settings> {
  const settings = await call("settings.get");
  // What an event brought meanwhile is newer.
  queryClient.setQueryData<Settings>(KEY, (newer) => newer ?? settings);
  return currentSettings();
}

export function useSettings(): Settings {
  const { data } = useCall("settings.get", undefined);
  if (data === undefined) throw new Error("Settings are loaded before the window is drawn.");
  return data;
}

/** The settings of this moment, for code outside of components. */
export function currentSettings(): Settings {
  return queryClient.getQueryData<Settings>(KEY)!;
}

/** Changes settings: on the screen at once, on the disk soon after. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  queryClient.setQueryData<Settings>(KEY, (settings) => settings && { ...settings, ...change });
  await call("settings.set", change);
}
