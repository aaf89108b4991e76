/** What the calls about the program itself do. These work without a studio, too. */
import { app } from "electron";
import type { APP_CALLS, AppInfo } from "#contract/ipc/app.ts";
import { diagnostics } from "../diagnostics.ts";
import { chooseOpen, chooseSave } from "../dialogs.ts";
import { requireAllowedLink } from "../external.ts";
import type { Handlers } from "../ipc.ts";
import type { Opening } from "../opening.ts";
import type { Surroundings } from "../studio.ts";
import { openLink, revealFile } from "../system-programs.ts";

export type AppCall = keyof typeof APP_CALLS;

export interface AppParts {
  info: () => AppInfo;
  opening: Opening;
  surroundings: Surroundings;
}

export function appHandlers({ info, opening, surroundings }: AppParts): Handlers<AppCall> {
  const { chosen, home, log } = surroundings;
  return {
    "app.info": info,
    "app.reopen": (wish) => opening.open(wish),
    "app.diagnostics": () => diagnostics(info(), home, log),
    "app.reportError": ({ name, message, stack }) =>
      log.error("window", "an error in the page", Object.assign(new Error(message), { name, stack })),
    "app.openExternal": ({ link }) => openLink(requireAllowedLink(link)),
    "app.chooseFolder": async ({ title }) => {
      const [folder] = await chooseOpen(chosen, { title, properties: ["openDirectory", "createDirectory"] });
      return folder ?? null;
    },
    "app.chooseFiles": ({ title, filters, many }) =>
      chooseOpen(chosen, {
        title,
        filters,
        properties: many ? ["openFile", "multiSelections"] : ["openFile"],
      }),
    "app.saveAs": ({ title, name, filters }) =>
      chooseSave(chosen, { title, name, filters, folder: app.getPath("videos") }),
    "app.revealFile": ({ path }) => revealFile(chosen.require(path)),
  };
}
