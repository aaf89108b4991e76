/** Everything that the window works with, put together once a run; knows no window itself. */
import type { EventName, EventPayload } from "#contract/ipc.ts";
import type { PackOperation } from "#contract/operation.ts";
import type { Home } from "#main/home.ts";
import {
  inSoftware,
  type Library,
  type LibraryServices,
  openLibrary,
  type Repositories,
} from "#main/library/index.ts";
import { chooseEncoder } from "#main/machine/index.ts";
import { PackOperations } from "#main/pack-operations/index.ts";
import { DraftQueue, type QueueOptions } from "#main/queue/index.ts";
import type { SettingsStore } from "#main/settings/index.ts";
import { Storage } from "#main/storage/index.ts";
import type { ChosenPaths } from "./chosen.ts";
import type { Log } from "./log.ts";
import { requireQuiet } from "./quiet.ts";

/** Sends an event to every window. */
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

export interface Notice {
  title: string;
  body: string;
  /** The action that the window runs when the notification is clicked. */
  action?: string;
}

/** The desktop around the window. */
export interface Desk {
  /** Shows how far the work is on dock or taskbar, from 0 to 1; null when there is none. */
  setProgress(fraction: number | null): void;
  /** Tells something to a user who looks elsewhere; nothing when the window has the focus. */
  notify(notice: Notice): void;
}

/** What the studio gets from the program around it. */
export interface Surroundings {
  home: Home;
  settings: SettingsStore;
  emit: Emit;
  desk: Desk;
  log: Log;
  /** What the user chose in dialogs, and so may be read and written. */
  chosen: ChosenPaths;
}

export interface Studio extends Surroundings {
  library: Library;
  repositories: Repositories;
  services: LibraryServices;
  queue: DraftQueue;
  packOperations: PackOperations;
  storage: Storage;
  /** Ends what runs and closes what is open. */
  close(): Promise<void>;
}

/** What the program around the studio wants to know of drafts and packs. */
export type Watch = Pick<QueueOptions, "onChanged" | "onProgress" | "onEnded" | "onFault"> & {
  onPackEnded?: (operation: PackOperation) => void;
};

/** Opens the studio of `home`. Throws the Problems of openLibrary. */
export async function openStudio(surroundings: Surroundings, watch: Watch = {}): Promise<Studio> {
  const { home, settings, emit } = surroundings;
  const library = await openLibrary(home);
  const [repositories, services] = await Promise.all([
    library.repositories(),
    library.services({
      // 0: what is in the trash stays there.
      trashDays: () => settings.get().trashDays || Number.POSITIVE_INFINITY,
      chooseEncoder: async () => {
        const { encoder, refused } = await chooseEncoder(settings.get().encoder, home);
        return { encoder, problem: refused && inSoftware(refused.encoder, refused.problem) };
      },
      onTask: (task) => emit("library.task", task),
      onChange: () => emit("library.changed", {}),
    }),
  ]);
  services.start();
  const queue = await DraftQueue.open({
    ...watch,
    library,
    provider: () => {
      const { provider } = settings.get();
      return provider === "auto" ? undefined : provider;
    },
    keepsPrompts: () => settings.get().promptHistory,
    onChanged: (state) => {
      services.pictures.hold(state.jobs.some(({ phase }) => phase === "running"));
      emit("queue.changed", state);
      watch.onChanged?.(state);
    },
    onProgress: (progress) => {
      emit("queue.progress", progress);
      watch.onProgress?.(progress);
    },
    onEnded: (job) => {
      if (job.generation !== null) {
        emit("library.changed", {});
        services.pictures.prepare(job.generation);
      }
      watch.onEnded?.(job);
    },
  });
  const packOperations = new PackOperations({
    home,
    onProgress: (operations) => emit("packs.progress", { operations }),
    onChanged: () => emit("packs.changed", {}),
    onEnded: (operation) => watch.onPackEnded?.(operation),
  });
  const storage = new Storage({
    home,
    requireQuiet: () => requireQuiet(library, packOperations),
    library: {
      holdings: () => library.holdings(),
      emptyTrash: () => repositories.trash.empty(),
      clearProxies: () => services.proxies.clear(),
    },
    onMove: (move) => {
      emit("storage.moving", { move });
      if (move === null) emit("storage.changed", {});
    },
  });
  await storage.recover();
  return {
    ...surroundings,
    ...{ library, repositories, services, queue, packOperations, storage },
    async close() {
      await queue.close();
      await Promise.all([services.close(), packOperations.close(), storage.close()]);
      library.close();
    },
  };
}
