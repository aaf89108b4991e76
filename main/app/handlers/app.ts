/** What the calls about the program itself do. */
import { shell } from "electron";
import type { APP_CALLS, AppInfo } from "#contract/ipc/app.ts";
import { requireAllowedLink } from "../external.ts";
import type { Handlers } from "../ipc.ts";

export function appHandlers(info: AppInfo): Handlers<keyof typeof APP_CALLS> {
  return {
    "app.info": () => info,
    "app.openExternal": ({ link }) => shell.openExternal(requireAllowedLink(link)),
  };
}
