/** Dock, taskbar and notifications. */
import { BrowserWindow, Notification } from "electron";
import type { Desk, Emit } from "./studio.ts";
import { showWindow } from "./windows.ts";

export function createDesk(emit: Emit): Desk {
  /** Shown notifications: one that is collected as garbage would not hear its click. */
  const shown = new Set<Notification>();
  return {
    setProgress(fraction) {
      // -1 takes the bar away.
      for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(fraction ?? -1);
    },
    notify({ title, body, action }) {
      const isSeen = BrowserWindow.getAllWindows().some((window) => window.isFocused());
      if (isSeen || !Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      shown.add(notification);
      notification.on("click", () => {
        showWindow();
        if (action !== undefined) emit("app.action", { id: action });
        shown.delete(notification);
      });
      notification.on("close", () => shown.delete(notification));
      notification.show();
    },
  };
}
