/** The studio's window: how it is made, placed and remembered. */
import { join } from "node:path";
import { BrowserWindow, screen } from "electron";
import { ORIGIN } from "./protocol/index.ts";
import { windowOptions } from "./window-options.ts";
import { placeWindow, readWindowState, writeWindowState } from "./window-state.ts";

export interface WindowSettings {
  /** The folder where the window keeps its own things. */
  folder: string;
  preload: string;
  isDark: boolean;
}

/** Opens the window and its page. */
export function openWindow({ folder, preload, isDark }: WindowSettings): BrowserWindow {
  const stateFile = join(folder, "window.json");
  const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
  const placement = placeWindow(readWindowState(stateFile), displays);
  const window = new BrowserWindow(windowOptions(placement, isDark, preload));
  window.once("ready-to-show", () => {
    if (placement.isMaximized) window.maximize();
    window.show();
  });
  window.on("close", () =>
    writeWindowState(stateFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }),
  );
  void window.loadURL(`${ORIGIN}/index.html`);
  return window;
}

/** Brings the window to the front. */
export function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
