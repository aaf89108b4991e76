/** What the calls about the program itself do. */
import { BrowserWindow, dialog, type OpenDialogOptions, shell } from "electron";
import type { APP_CALLS, AppInfo } from "#contract/ipc/app.ts";
import { Problem } from "#contract/problem.ts";
import { requireAllowedLink } from "../external.ts";
import type { Handlers } from "../ipc.ts";

export function appHandlers(info: AppInfo): Handlers<keyof typeof APP_CALLS> {
  return {
    "app.info": () => info,
    "app.openExternal": ({ link }) => shell.openExternal(requireAllowedLink(link)),
    "app.chooseFolder": async ({ title = "" }) =>
      (await choose({ title, properties: ["openDirectory", "createDirectory"] }))[0] ?? null,
    "app.chooseFiles": ({ title = "", filters, many }) =>
      choose({ title, filters, properties: many ? ["openFile", "multiSelections"] : ["openFile"] }),
  };
}

/** Lets the user choose; nothing when they cancel. Throws Problem "missing-tool" where no dialog can be shown. */
async function choose(options: OpenDialogOptions): Promise<string[]> {
  const [window] = BrowserWindow.getAllWindows();
  try {
    return window ? (await dialog.showOpenDialog(window, options)).filePaths : [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      "missing-tool",
      `The system's file dialog could not be shown: ${reason}.`,
      "Install what is named, and try again.",
      { cause: error },
    );
  }
}
