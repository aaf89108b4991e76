/** Everything that the window works with, put together once a run; knows no window itself. */
import type { EventName, EventPayload } from "#contract/ipc.ts";
import type { Home } from "#main/home.ts";
import { type Library, type LibraryServices, openLibrary, type Repositories } from "#main/library/index.ts";
import { SettingsStore } from "#main/settings/index.ts";

/** Sends an event to every window. */
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

export interface Studio {
  home: Home;
  library: Library;
  repositories: Repositories;
  services: LibraryServices;
  settings: SettingsStore;
  emit: Emit;
  /** Ends what runs and closes what is open. */
  close(): Promise<void>;
}

/** Opens the studio of `home`. Throws the Problems of openLibrary. */
export async function openStudio(home: Home, emit: Emit): Promise<Studio> {
  const library = await openLibrary(home);
  const settings = new SettingsStore(home, (changed) => emit("settings.changed", changed));
  const [repositories, services] = await Promise.all([
    library.repositories(),
    library.services({
      trashDays: () => settings.get().trashDays,
      onTask: (task) => emit("library.task", task),
      onChange: () => emit("library.changed", {}),
    }),
  ]);
  services.start();
  return {
    ...{ home, library, repositories, services, settings, emit },
    async close() {
      await services.close();
      library.close();
    },
  };
}
