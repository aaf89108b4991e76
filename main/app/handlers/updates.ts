/** What the calls about newer versions do. These work without a studio, too. */
import { app } from "electron";
import type { UPDATES_CALLS } from "#contract/ipc/updates.ts";
import { channel, newestVersion } from "#main/updates/index.ts";
import type { Handlers } from "../ipc.ts";
import { openLink } from "../system-programs.ts";

export function updatesHandlers(): Handlers<keyof typeof UPDATES_CALLS> {
  return {
    "updates.host": () => channel().host,
    "updates.check": () => newestVersion(app.getVersion()),
    "updates.open": () => openLink(channel().url),
  };
}
