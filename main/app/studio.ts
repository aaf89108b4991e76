/** Everything that the window works with, put together once a run; knows no window itself. */
import type { EventName, EventPayload } from "#contract/ipc.ts";
import type { Home } from "#main/home.ts";
import { type Library, type LibraryServices, openLibrary, type Repositories } from "#main/library/index.ts";
import { DraftQueue, type QueueOptions } from "#main/queue/index.ts";
import { SettingsStore } from "#main/settings/index.ts";

/** Sends an event to every window. */
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

export interface Studio {
  home: Home;
  library: Library;
  repositories: Repositories;
  services: LibraryServices;
  settings: SettingsStore;
  queue: DraftQueue;
  emit: Emit;
  /** Ends what runs and closes what is open. */
  close(): Promise<void>;
}

/** What the program around the studio wants to know of drafts. */
export type DraftWatch = Pick<QueueOptions, "onChanged" | "onProgress" | "onEnded" | "onFault">;

/** Opens the studio of `home`. Throws the Problems of openLibrary. */
export async function openStudio(home: Home, emit: Emit, watch: DraftWatch = {}): Promise<Studio> {
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
  const queue = await DraftQueue.open({
    ...watch,
    library,
    onChanged: (state) => {
      emit("queue.changed", state);
      watch.onChanged?.(state);
    },
    onProgress: (progress) => {
      emit("queue.progress", progress);
      watch.onProgress?.(progress);
    },
    onEnded: (job) => {
      if (job.generation !== null) emit("library.changed", {});
      watch.onEnded?.(job);
    },
  });
  return {
    ...{ home, library, repositories, services, settings, queue, emit },
    async close() {
      await queue.close();
      await services.close();
      library.close();
    },
  };
}
