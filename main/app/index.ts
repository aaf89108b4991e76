/** Entry of the window's main process. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { app, BrowserWindow, ipcMain } from "electron";
import { eventChannel } from "#contract/ipc.ts";
import { findHome } from "#main/home.ts";
import { allHandlers } from "./handlers/index.ts";
import { registerCalls } from "./ipc.ts";
import { type Emit, openStudio } from "./studio.ts";

const HERE = dirname(fileURLToPath(import.meta.url));

const emit: Emit = (name, payload) => {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(eventChannel(name), payload);
};

await app.whenReady();
const home = findHome();
const studio = await openStudio(home, emit);
registerCalls(
  ipcMain,
  allHandlers(studio, {
    version: app.getVersion(),
    host: "electron",
    platform: "linux",
    locale: app.getLocale(),
    home: home.root,
  }),
  {
    isTrusted: () => true,
    onFault: (call, error) => console.error(call, error),
  },
);
const window = new BrowserWindow({
  webPreferences: { preload: join(HERE, "../../preload/index.cjs"), sandbox: true, contextIsolation: true },
});
await window.loadURL("app://studio/index.html");
