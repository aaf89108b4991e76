/**
 * Entry of the window's main process. Nothing here may be awaited at the top: Electron becomes ready only when
 * this module has been evaluated.
 */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { app, dialog, protocol, shell } from "electron";
import { findRoot, type Home, homeAt } from "#main/home.ts";
import { useLauncher } from "#main/inference/index.ts";
import { launchUtility } from "./launch.ts";
import { Log } from "./log.ts";
import { guardNavigation } from "./navigation.ts";
import { runProgram } from "./program.ts";
import { PRIVILEGES, SCHEME } from "./protocol/index.ts";
import { showWindow } from "./windows.ts";
import { wordsOf } from "./words.ts";

// Where its parts lie is read when the studio is opened: that may fail, and is then told in the window.
const home = homeAt(findRoot());
const log = new Log(join(home.logs, "studio.log"));

protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: PRIVILEGES }]);
useLauncher(launchUtility);
app.on("web-contents-created", (_, contents) =>
  guardNavigation(contents, (link) => void shell.openExternal(link)),
);
app.on("window-all-closed", () => app.quit());
app.on("second-instance", showWindow);
app.on("child-process-gone", (_, { type, reason }) => {
  if (reason !== "clean-exit") log.warning("process", `a ${type} process stopped: ${reason}`);
});
app.setName("Understudy");
app.setPath("userData", ownFolder(home));

// One studio a folder: a second start shows the window of the first.
if (app.requestSingleInstanceLock()) {
  void app
    .whenReady()
    .then(() => runProgram(home, log))
    .catch(failToStart);
} else {
  app.quit();
}

/** Where the browser keeps its own things: with the studio's, so that two studios share nothing. */
function ownFolder({ root }: Home): string {
  const folder = join(root, "window");
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    // The window opens all the same, and tells what is wrong with the studio's folder.
    const temporary = join(tmpdir(), `understudy-window-${process.pid}`);
    mkdirSync(temporary, { recursive: true, mode: 0o700 });
    return temporary;
  }
}

/** Not even a window: say so in a box, and in the log. */
function failToStart(error: unknown): void {
  log.error("start", "the window could not be opened", error);
  const message = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox(wordsOf({ language: "system" }, app.getLocale()).cannotStart, message);
  app.exit(1);
}
