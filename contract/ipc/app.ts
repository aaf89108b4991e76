/** Calls and events about the program itself: what it runs on, folders to choose, links to open. */
import { z } from "zod";
import { call } from "./define.ts";

export const AppInfo = z.object({
  version: z.string(),
  /** What shows the window. */
  host: z.enum(["electron", "chromium"]),
  platform: z.enum(["linux", "darwin", "win32"]),
  /** The system's language, a BCP 47 tag. */
  locale: z.string(),
  /** Where the studio keeps everything. */
  home: z.string(),
});
export type AppInfo = z.infer<typeof AppInfo>;

export const APP_CALLS = {
  "app.info": call(z.void(), AppInfo),
  /** Opens a link of the allow-list in the user's browser. Fails with "bad-input" for any other. */
  "app.openExternal": call(z.object({ link: z.string().max(2000) }), z.void()),
};

/** What the main process asks the window to do or to tell, unasked. */
export const APP_EVENTS = {
  /** A native menu item or a notification was chosen: the window runs the action of this id. */
  "app.action": z.object({ id: z.string() }),
};
