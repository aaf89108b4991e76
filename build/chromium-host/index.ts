/**
 * Runs the window's program, made for Electron, under Node with a system Chromium. The program is the same
 * bundle: only what it imports as `electron` is ours.
 */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "./app.ts";
import { configureHost } from "./settings.ts";

export interface HostOptions {
  /** The program's folder: holds package.json, whose `main` is run, and dist/. */
  root: string;
  /** The system's Chromium. */
  chromium: string;
}

/** Starts the program; it ends the process when its window is closed. */
export async function runOnChromium({ root, chromium }: HostOptions): Promise<void> {
  const { main } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { main: string };
  configureHost({
    ...{ root, chromium },
    pageScript: readFileSync(join(root, "dist", "host", "page.js"), "utf8"),
    isDebuggable: process.env.UNDERSTUDY_HOST_DEBUG === "1",
  });
  const electron = new URL("electron.ts", import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "electron" ? { url: electron, shortCircuit: true } : next(specifier, context),
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => app.quit());
  await import(pathToFileURL(join(root, main)).href);
  app.becomeReady();
}
