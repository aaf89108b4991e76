/** All handlers, one file a part of the contract. */
import type { Handlers } from "../ipc.ts";
import type { Studio } from "../studio.ts";
import type { AppCall } from "./app.ts";
import { libraryHandlers } from "./library.ts";
import { machineHandlers } from "./machine.ts";
import { packsHandlers } from "./packs.ts";
import { queueHandlers } from "./queue.ts";
import { settingsHandlers } from "./settings.ts";
import { storageHandlers } from "./storage.ts";
import { updatesHandlers } from "./updates.ts";

/** What the calls do that need an open studio: all but those about the program itself. */
export function studioHandlers(studio: Studio): Omit<Handlers, AppCall> {
  return {
    ...libraryHandlers(studio),
    ...machineHandlers(studio),
    ...packsHandlers(studio),
    ...queueHandlers(studio),
    ...settingsHandlers(studio),
    ...storageHandlers(studio),
    ...updatesHandlers(),
  };
}
