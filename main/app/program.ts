/** The running program: the studio, its window, and what connects them. */
import { dirname, join } from "node:path";
import { setTimeout as headStart } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, session } from "electron";
import { eventChannel } from "#contract/channels.ts";
import type { AppInfo } from "#contract/ipc/app.ts";
import type { Settings } from "#contract/settings.ts";
import type { Home } from "#main/home.ts";
import { SettingsStore } from "#main/settings/index.ts";
import { ChosenPaths } from "./chosen.ts";
import { createDesk } from "./desktop.ts";
import { tellFaults } from "./faults.ts";
import { appHandlers } from "./handlers/app.ts";
import { studioHandlers } from "./handlers/index.ts";
import { settingsHandlers } from "./handlers/settings.ts";
import { updatesHandlers } from "./handlers/updates.ts";
import { registerCalls, registerDropped } from "./ipc.ts";
import type { Log } from "./log.ts";
import { menuTemplate } from "./menus.ts";
import { closedHandlers, Opening } from "./opening.ts";
import { guardPermissions } from "./permissions.ts";
import { createProtocolHandler, SCHEME } from "./protocol/index.ts";
import { studioRoutes } from "./protocol/routes.ts";
import { recoverPage } from "./recovery.ts";
import { isTrustedSender } from "./sender.ts";
import { desktopSigns } from "./signs.ts";
import type { Emit, Surroundings } from "./studio.ts";
import { openWindow } from "./windows.ts";
import { wordsOf } from "./words.ts";

/** dist/, when built. */
const DIST = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
/** How long the studio may take to end its work when the program is closed. */
const CLOSE_LIMIT_MS = 5000;
/** How long the window is alone: opening the library keeps this thread busy, and the browser is to run by then. */
const HEAD_START_MS = 10;

const emit: Emit = (name, payload) => {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(eventChannel(name), payload);
};

/** Opens the studio of `home` and its window. What is wrong with the studio is told in the window. */
export async function runProgram(home: Home, log: Log): Promise<void> {
  tellFaults(log, emit);
  const settings = new SettingsStore(home, (changed) => {
    emit("settings.changed", changed);
    followSettings(changed);
  });
  const surroundings: Surroundings = {
    ...{ home, settings, emit, log, desk: createDesk(emit), chosen: new ChosenPaths([home.root]) },
  };
  const words = () => wordsOf(settings.get(), app.getLocale());
  const opening = new Opening(surroundings, desktopSigns(surroundings, words));
  // Never rejects. The window comes up meanwhile; what its page asks waits for it.
  const opened = headStart(HEAD_START_MS).then(() => opening.open({ restoreBackup: false }));
  closeBeforeQuit(opening, opened, log);

  let isRecovered = false;
  connect(opening, opened, surroundings, () => describeProgram(home, opening, isRecovered));
  followSettings(settings.get());

  const show = () => {
    const { webContents } = openWindow({
      folder: app.getPath("userData"),
      preload: join(DIST, "preload", "index.cjs"),
      isDark: nativeTheme.shouldUseDarkColors,
    });
    recoverPage(webContents, {
      log,
      onStop: (isLoop) => {
        isRecovered = true;
        if (isLoop) opening.trouble = { code: "window-crashed", message: "", hint: "", backup: null };
      },
      onGiveUp: () => {
        dialog.showErrorBox(words().cannotStart, home.logs);
        app.exit(1);
      },
    });
  };
  show();
  // macOS keeps a program without windows; a click on its icon opens one.
  app.on("activate", () => {
    if (BrowserWindow.getAllWindows().length === 0) show();
  });
}

/** Lets the window call and load what is there at the moment; not before the studio was first opened. */
function connect(
  opening: Opening,
  opened: Promise<unknown>,
  surroundings: Surroundings,
  info: () => AppInfo,
): void {
  const { log } = surroundings;
  const always = {
    ...appHandlers({ opening, surroundings, info }),
    ...settingsHandlers(surroundings),
    ...updatesHandlers(),
  };
  const handlers = async () => {
    await opened;
    return opening.studio
      ? { ...studioHandlers(opening.studio), ...always }
      : { ...closedHandlers(opening.trouble), ...always };
  };
  registerCalls(ipcMain, handlers, {
    isTrusted: isTrustedSender,
    onFault: (call, error) => log.error("calls", `${call} failed`, error),
  });
  registerDropped(ipcMain, isTrustedSender, (path) => surroundings.chosen.addDropped(path));
  guardPermissions(session.defaultSession);
  const routes = () => (opening.studio ? studioRoutes(opening.studio) : {});
  protocol.handle(SCHEME, createProtocolHandler({ renderer: join(DIST, "renderer"), routes }));
}

function describeProgram(home: Home, { trouble }: Opening, isRecovered: boolean): AppInfo {
  return {
    version: app.getVersion(),
    host: process.versions.electron ? "electron" : "chromium",
    platform: process.platform as AppInfo["platform"],
    locale: app.getLocale(),
    home: home.root,
    trouble,
    isRecovered,
  };
}

/** Language and theme of what is not drawn by the window. */
function followSettings(settings: Settings): void {
  const { theme, shortcuts } = settings;
  nativeTheme.themeSource = theme;
  const template = menuTemplate({
    words: wordsOf(settings, app.getLocale()),
    platform: process.platform,
    shortcuts,
    isPackaged: app.isPackaged,
    run: (id) => emit("app.action", { id }),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Drafts are held and the library is closed before the process ends. */
function closeBeforeQuit(opening: Opening, opened: Promise<unknown>, log: Log): void {
  app.on("will-quit", (event) => {
    event.preventDefault();
    const limit = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_LIMIT_MS));
    Promise.race([opened.then(() => opening.close()), limit])
      .catch((error) => log.error("end", "the studio could not be closed", error))
      .finally(() => app.exit(0));
  });
}
