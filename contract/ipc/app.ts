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

/** Which files a dialog shows. Extensions are without their dot. */
const Filter = z
  .object({ name: z.string().max(100), extensions: z.array(z.string().regex(/^\w{1,16}$/)).max(100) })
  .strict();
const Title = z.string().max(200).optional();

export const APP_CALLS = {
  "app.info": call(z.void(), AppInfo),
  /** Opens a link of the allow-list in the user's browser. Fails with "bad-input" for any other. */
  "app.openExternal": call(z.object({ link: z.string().max(2000) }), z.void()),
  /** Lets the user choose a folder; null when they cancel. */
  "app.chooseFolder": call(z.object({ title: Title }).strict(), z.string().nullable()),
  /** Lets the user choose files; none when they cancel. */
  "app.chooseFiles": call(
    z
      .object({
        title: Title,
        filters: z.array(Filter).max(20).default([]),
        many: z.boolean().default(false),
      })
      .strict(),
    z.array(z.string()),
  ),
};

/** What the main process asks the window to do or to tell, unasked. */
export const APP_EVENTS = {
  /** A native menu item or a notification was chosen: the window runs the action of this id. */
  "app.action": z.object({ id: z.string() }),
};
