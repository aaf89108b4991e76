/** Entry of the window's main process. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { app, BrowserWindow, ipcMain, nativeTheme, protocol, session, shell } from "electron";
import { eventChannel } from "#contract/ipc.ts";
import { findHome } from "#main/home.ts";
import { allHandlers } from "./handlers/index.ts";
import { registerCalls } from "./ipc.ts";
import { Log } from "./log.ts";
import { guardNavigation } from "./navigation.ts";
import { guardPermissions } from "./permissions.ts";
import { createProtocolHandler, PRIVILEGES, SCHEME } from "./protocol/index.ts";
import { mediaRoute } from "./protocol/media.ts";
import { picturesRoute } from "./protocol/pictures.ts";
import { isTrustedSender } from "./sender.ts";
import { type Emit, openStudio } from "./studio.ts";
import { openWindow, showWindow } from "./windows.ts";

/** dist/, when built. */
const DIST = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

const home = findHome();
const folder = join(home.root, "window");
const log = new Log(join(home.logs, "studio.log"));

const emit: Emit = (name, payload) => {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(eventChannel(name), payload);
};

async function start(): Promise<void> {
  const studio = await openStudio(home, emit);
  app.on("will-quit", () => void studio.close());
  guardPermissions(session.defaultSession);
  protocol.handle(
    SCHEME,
    createProtocolHandler({
      renderer: join(DIST, "renderer"),
      routes: {
        media: mediaRoute(home),
        posters: picturesRoute(studio.services, "posters"),
        strips: picturesRoute(studio.services, "strips"),
      },
    }),
  );
  registerCalls(
    ipcMain,
    allHandlers(studio, {
      version: app.getVersion(),
      host: process.versions.electron ? "electron" : "chromium",
      platform: process.platform as "linux" | "darwin" | "win32",
      locale: app.getLocale(),
      home: home.root,
    }),
    {
      isTrusted: isTrustedSender,
      onFault: (call, error) => log.error("calls", `${call} failed`, error),
    },
  );
  const { theme } = studio.settings.get();
  nativeTheme.themeSource = theme;
  openWindow({
    folder,
    preload: join(DIST, "preload", "index.cjs"),
    isDark: nativeTheme.shouldUseDarkColors,
  });
}

protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: PRIVILEGES }]);
app.on("web-contents-created", (_, contents) =>
  guardNavigation(contents, (link) => void shell.openExternal(link)),
);
app.on("window-all-closed", () => app.quit());
app.on("second-instance", showWindow);
mkdirSync(folder, { recursive: true });
app.setPath("userData", folder);
if (app.requestSingleInstanceLock()) {
  // Not awaited: Electron becomes ready only when this module has been evaluated.
  void app.whenReady().then(start);
} else {
  app.quit();
}
