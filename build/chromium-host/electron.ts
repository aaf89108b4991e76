/** What `import "electron"` gives on this host: the subset that the program uses. */
export { app } from "./app.ts";
export { Menu, Notification, nativeTheme, screen, shell } from "./desktop.ts";
export { dialog } from "./dialog.ts";
export { ipcMain } from "./ipc-main.ts";
export { protocol, session } from "./session.ts";
export { utilityProcess } from "./utility-process.ts";
export { BrowserWindow } from "./window.ts";
