/** Calls and events about the program itself: what it runs on, dialogs, links, and what went wrong. */
import { z } from "zod";
import { WireProblem } from "../problem.ts";
import { call } from "./define.ts";

/** Why the studio could not be opened; `code` may also be "window-crashed": the page stopped again and again. */
export const Trouble = WireProblem.extend({
  /** When the library's backup was made, milliseconds since 1970; null when there is none to go back to. */
  backup: z.number().nullable(),
});
export type Trouble = z.infer<typeof Trouble>;

export const AppInfo = z.object({
  version: z.string(),
  /** What shows the window. */
  host: z.enum(["electron", "chromium"]),
  platform: z.enum(["linux", "darwin", "win32"]),
  /** The system's language, a BCP 47 tag. */
  locale: z.string(),
  /** Where the studio keeps everything. */
  home: z.string(),
  /** Set when there is no studio behind the window: only the calls of this file work then. */
  trouble: Trouble.nullable(),
  /** The page stopped, and this one was opened in its place. */
  isRecovered: z.boolean(),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** Which files a dialog shows. Extensions are without their dot. */
const Filter = z
  .object({ name: z.string().max(100), extensions: z.array(z.string().regex(/^\w{1,16}$/)).max(100) })
  .strict();
const Title = z.string().max(200).optional();

export const APP_CALLS = {
  "app.info": call(z.void(), AppInfo),
  /** Tries again to open the studio, after `trouble`; with the library's backup in its place, if wished. */
  "app.reopen": call(z.object({ restoreBackup: z.boolean() }).strict(), Trouble.nullable()),
  /** A text about program and machine for a report: without prompts, names, folders and tokens. */
  "app.diagnostics": call(z.void(), z.string()),
  /** Notes an error of the page in the log file. */
  "app.reportError": call(
    z
      .object({ name: z.string().max(100), message: z.string().max(4000), stack: z.string().max(20_000) })
      .strict(),
    z.void(),
  ),
  /** Opens a link of the allow-list in the user's browser. Fails with "bad-input" for any other. */
  "app.openExternal": call(z.object({ link: z.string().max(2000) }).strict(), z.void()),
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
  /** Lets the user name a new file; null when they cancel. */
  "app.saveAs": call(
    z
      .object({
        title: Title,
        /** The file's name, without a folder. */
        name: z
          .string()
          .min(1)
          .max(200)
          .regex(/^[^/\\\0]+$/),
        filters: z.array(Filter).max(20).default([]),
      })
      .strict(),
    z.string().nullable(),
  ),
  /** Shows a file in the system's file manager: one of the studio's, or one that the user chose in a dialog. */
  "app.revealFile": call(z.object({ path: z.string().min(1).max(4096) }).strict(), z.void()),
};

/** What the main process asks the window to do or to tell, unasked. */
export const APP_EVENTS = {
  /** A native menu item or a notification was chosen: the window runs the action of this id. */
  "app.action": z.object({ id: z.string() }),
  /** A fault of ours that no call told of; the log file has the details. */
  "app.fault": z.object({}),
};
