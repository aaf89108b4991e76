/** Everything that the window works with, put together once a run; knows no window itself. */
import type { EventName, EventPayload } from "#contract/ipc.ts";
import type { Home } from "#main/home.ts";
import { type Library, openLibrary } from "#main/library/index.ts";
import { SettingsStore } from "#main/settings/index.ts";

/** Sends an event to every window. */
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

export interface Studio {
  home: Home;
  library: Library;
  settings: SettingsStore;
  emit: Emit;
  /** Ends what runs and closes what is open. */
  close(): Promise<void>;
}

/** Opens the studio of `home`. Throws the Problems of openLibrary. */
export async function openStudio(home: Home, emit: Emit): Promise<Studio> {
  const library = await openLibrary(home);
  const settings = new SettingsStore(home, (changed) => emit("settings.changed", changed));
  return {
    ...{ home, library, settings, emit },
    async close() {
      library.close();
    },
  };
}
