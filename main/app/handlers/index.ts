/** All handlers, one file a part of the contract. */
import type { AppInfo } from "#contract/ipc/app.ts";
import type { Handlers } from "../ipc.ts";
import type { Studio } from "../studio.ts";
import { appHandlers } from "./app.ts";
import { libraryHandlers } from "./library.ts";
import { machineHandlers } from "./machine.ts";
import { packsHandlers } from "./packs.ts";
import { queueHandlers } from "./queue.ts";
import { settingsHandlers } from "./settings.ts";
import { storageHandlers } from "./storage.ts";

export function allHandlers(studio: Studio, info: AppInfo): Handlers {
  return {
    ...appHandlers(info),
    ...libraryHandlers(studio),
    ...machineHandlers(studio),
    ...packsHandlers(studio),
    ...queueHandlers(studio),
    ...settingsHandlers(studio),
    ...storageHandlers(studio),
  };
}
