import { expect, test } from "vitest";
import { windowOptions } from "./window-options.ts";

test("a page has a sandbox and an isolated world, and nothing of Node", () => {
  const { webPreferences } = windowOptions(
    { width: 1280, height: 800, isMaximized: false },
    true,
    "/preload.cjs",
  );
  expect(webPreferences).toEqual({
    preload: "/preload.cjs",
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
  });
});

test("a window appears with its page drawn, not before, and is never too small", () => {
  const options = windowOptions({ width: 1280, height: 800, x: 5, y: 6, isMaximized: true }, false, "/p.cjs");
  expect(options).toMatchObject({ show: false, minWidth: 900, minHeight: 600, x: 5, y: 6 });
  expect(options.backgroundColor).not.toBe(
    windowOptions({ width: 1, height: 1, isMaximized: false }, true, "/p.cjs").backgroundColor,
  );
});
