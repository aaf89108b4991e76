/** Everything that the window works with, put together once a run; knows no window itself. */
import type { EventName, EventPayload } from "#contract/ipc.ts";
import type { Home } from "#main/home.ts";
import { type Library, type LibraryServices, openLibrary, type Repositories } from "#main/library/index.ts";
import { PackOperations } from "#main/pack-operations/index.ts";
import { DraftQueue, type QueueOptions } from "#main/queue/index.ts";
import { SettingsStore } from "#main/settings/index.ts";
import { Storage } from "#main/storage/index.ts";
import { requireQuiet } from "./quiet.ts";

/** Sends an event to every window. */
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

export interface Studio {
  home: Home;
  library: Library;
  repositories: Repositories;
  services: LibraryServices;
  settings: SettingsStore;
  queue: DraftQueue;
  packOperations: PackOperations;
  storage: Storage;
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
      // 0: what is in the trash stays there.
      trashDays: () => settings.get().trashDays || Number.POSITIVE_INFINITY,
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
  const packOperations = new PackOperations({
    home,
    onProgress: (operations) => emit("packs.progress", { operations }),
    onChanged: () => emit("packs.changed", {}),
  });
  const storage = new Storage({
    home,
    requireQuiet: () => requireQuiet(library, packOperations),
    onMove: (move) => {
      emit("storage.moving", { move });
      if (move === null) emit("storage.changed", {});
    },
  });
  await storage.recover();
  return {
    ...{ home, library, repositories, services, settings, queue, packOperations, storage, emit },
    async close() {
      await queue.close();
      await Promise.all([services.close(), packOperations.close(), storage.close()]);
      library.close();
    },
  };
}
