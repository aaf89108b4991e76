/** The least that a window can be: one page with one text box, from a protocol of its own. */
import { app, BrowserWindow, protocol } from "electron";

const PAGE = "<!doctype html><title>bare</title><main><textarea></textarea></main>";

protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true } }]);
app.on("window-all-closed", () => app.quit());
app.whenReady().then(() => {
  protocol.handle("app", () => new Response(PAGE, { headers: { "content-type": "text/html" } }));
  return new BrowserWindow({ width: 1280, height: 800 }).loadURL("app://studio/index.html");
});
