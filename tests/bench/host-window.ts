/** Windows on the Chromium host: the studio's, and those of bare programs that it is measured against. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";
import { buildProgram } from "../../build/program.ts";
import { findChromium } from "../../main/doctor/browsers.ts";
import { ensureDisplay } from "../window/display.ts";

export const STUDIO = fileURLToPath(new URL("../..", import.meta.url));
const RUN = fileURLToPath(new URL("run-on-host.ts", import.meta.url));

export interface HostWindow {
  page: Page;
  /** Closes it, and waits for the end of its program. */
  close(): Promise<void>;
}

/** Runs `work` with two fresh folders, which are removed after it; keeps the process alive meanwhile. */
export async function withFolders<Result>(
  work: (first: string, second: string) => Promise<Result>,
): Promise<Result> {
  await buildProgram(STUDIO);
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "understudy-window-"))) as [string, string];
  // The display is let go by Node: without this, the bench would end while it waits.
  const alive = setInterval(() => {}, 1000);
  try {
    return await work(...folders);
  } finally {
    clearInterval(alive);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Puts one of the bare programs beside this file into a folder, with the parts of the host that it needs. */
export function layProgram(name: string, folder: string): void {
  cpSync(join(import.meta.dirname, name), folder, { recursive: true });
  mkdirSync(join(folder, "dist"));
  cpSync(join(STUDIO, "dist", "host"), join(folder, "dist", "host"), { recursive: true });
}

/** Shows the program of `root` and attaches to its page. */
export async function openOnHost(root: string, environment: NodeJS.ProcessEnv): Promise<HostWindow> {
  const { detail } = await findChromium();
  const env = {
    ...process.env,
    ...{ DISPLAY: await ensureDisplay(), UNDERSTUDY_HOST_DEBUG: "1" },
    ...environment,
  };
  const args = ["--disable-warning=ExperimentalWarning", RUN, root, detail];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const browser = await chromium.connectOverCDP(await endpointOf(child));
  const context = browser.contexts()[0]!;
  const page = context.pages()[0] ?? (await context.waitForEvent("page"));
  return {
    page,
    async close() {
      await page.close().catch(() => undefined);
      await gone;
    },
  };
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.once("exit", (code) => reject(new Error(`the window's program ended with code ${code}:\n${text}`)));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
  });
}
