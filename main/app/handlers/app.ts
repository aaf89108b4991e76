/** What the calls about the program itself do. */
import type { APP_CALLS, AppInfo } from "#contract/ipc/app.ts";
import type { Handlers } from "../ipc.ts";

export function appHandlers(info: AppInfo): Handlers<keyof typeof APP_CALLS> {
  return { "app.info": () => info };
}
