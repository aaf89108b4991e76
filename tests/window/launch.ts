/** Opens the studio's real window for a test: in Electron where its program is, else in Chromium. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { _electron, chromium, type Page } from "playwright-core";
import { buildProgram } from "../../build/program.ts";
import { findElectron } from "../../main/doctor/browsers.ts";
import { ensureDisplay } from "./display.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const START_LIMIT_MS = 60_000;

export interface LaunchOptions {
  /** The studio's folder; a fresh one, removed at the end, when left out. */
  home?: string;
  /** Added to the environment. */
  env?: NodeJS.ProcessEnv;
  host?: "electron" | "chromium";
}

export interface StudioWindow {
  page: Page;
  home: string;
  host: "electron" | "chromium";
  /** The program's process. */
  process: ChildProcess;
  /** Resolves with its exit code. */
  exited: Promise<number | null>;
  /** What the program printed so far. */
  output: () => string;
  /** The page as it is after its process was replaced; Playwright gives up a page that crashed. */
  reattach: () => Promise<Page>;
  /** Closes the window, as the user does, and waits for the end of the program. */
  close: () => Promise<void>;
}

/** Starts the program and waits until its page is there. */
export async function openStudioWindow(options: LaunchOptions = {}): Promise<StudioWindow> {
  await buildProgram(ROOT);
  const home = options.home ?? mkdtempSync(join(tmpdir(), "understudy-window-"));
  const env = {
    ...process.env,
    ...{ DISPLAY: await ensureDisplay(), UNDERSTUDY_HOME: home, UNDERSTUDY_HOST_DEBUG: "1" },
    ...options.env,
  };
  const electron = findElectron();
  const host = options.host ?? (electron.found ? "electron" : "chromium");
  const started = host === "electron" ? await startElectron(electron.detail, env) : await startChromium(env);
  const exited = new Promise<number | null>((resolve) => started.process.once("exit", resolve));
  return {
    ...{ ...started, home, host, exited },
    async close() {
      if (started.process.exitCode === null) await started.page.close().catch(() => {});
      await exited;
      if (options.home === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Starts the program as a user would, without waiting for a window. */
export async function startStudio(
  env: NodeJS.ProcessEnv,
): Promise<{ process: ChildProcess; exited: Promise<number | null>; output: () => string }> {
  const args = ["--disable-warning=ExperimentalWarning", join(ROOT, "build", "start.ts")];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, DISPLAY: await ensureDisplay(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { process: child, exited, output: collect(child) };
}

type Started = Pick<StudioWindow, "page" | "process" | "output" | "reattach">;

async function startElectron(executablePath: string, env: NodeJS.ProcessEnv): Promise<Started> {
  const flags = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const defined = Object.fromEntries(
    Object.entries(env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
  );
  const application = await _electron.launch({ executablePath, args: [...flags, ROOT], env: defined });
  const child = application.process();
  const page = await application.firstWindow();
  return { page, process: child, output: collect(child), reattach: async () => page };
}

async function startChromium(env: NodeJS.ProcessEnv): Promise<Started> {
  const args = [
    "--disable-warning=ExperimentalWarning",
    join(ROOT, "build", "start.ts"),
    "--host",
    "chromium",
  ];
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = collect(child);
  const endpoint = await new Promise<string>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`the studio ${what}:\n${output()}`));
    const timer = setTimeout(() => fail("did not open its window"), START_LIMIT_MS);
    child.once("exit", (code) => fail(`ended with code ${code}`));
    child.stderr.on("data", () => {
      const found = /DevTools listening on (ws:\S+)/.exec(output())?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
  const reattach = async () => {
    const browser = await chromium.connectOverCDP(endpoint);
    const context = browser.contexts()[0]!;
    const page = context.pages()[0] ?? (await context.waitForEvent("page"));
    await page.waitForURL("**/index.html");
    return page;
  };
  return { page: await reattach(), process: child, output, reattach };
}

function collect(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}
