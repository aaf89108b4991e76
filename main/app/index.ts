/** Entry of the window's main process. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { app, BrowserWindow, ipcMain, nativeTheme, protocol, session, shell } from "electron";
import { eventChannel } from "#contract/ipc.ts";
import { languageOf } from "#contract/settings.ts";
import { findHome } from "#main/home.ts";
import { notifyOfEnd, showDraftProgress, showQueue } from "./draft-signs.ts";
import { allHandlers } from "./handlers/index.ts";
import { registerCalls } from "./ipc.ts";
import { Log } from "./log.ts";
import { guardNavigation } from "./navigation.ts";
import { guardPermissions } from "./permissions.ts";
import { createProtocolHandler, PRIVILEGES, SCHEME } from "./protocol/index.ts";
import { mediaRoute } from "./protocol/media.ts";
import { picturesRoute } from "./protocol/pictures.ts";
import { previewsRoute } from "./protocol/previews.ts";
import { isTrustedSender } from "./sender.ts";
import { type Emit, openStudio, type Studio } from "./studio.ts";
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
  const studio = await openStudio(home, emit, {
    onChanged: showQueue,
    onProgress: ({ fraction }) => showDraftProgress(fraction),
    onEnded: (job) => notifyOfEnd(job, languageOf(studio.settings.get(), app.getLocale())),
    onFault: (error) => log.error("drafts", "a draft failed by a fault of ours", error),
  });
  closeBeforeLeaving(studio);
  guardPermissions(session.defaultSession);
  protocol.handle(
    SCHEME,
    createProtocolHandler({
      renderer: join(DIST, "renderer"),
      routes: {
        media: mediaRoute(home),
        previews: previewsRoute(studio.queue),
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

/** What runs ends in order, so that it goes on with the next start. */
function closeBeforeLeaving(studio: Studio): void {
  let isClosed = false;
  app.on("will-quit", (event) => {
    if (isClosed) return;
    event.preventDefault();
    void studio.close().finally(() => {
      isClosed = true;
      app.quit();
    });
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
