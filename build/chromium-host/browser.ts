/** One Chromium process in app mode, and its one page. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { DevTools } from "./cdp.ts";

/** A studio is no browser: nothing of it looks for updates, accounts, translations or the network. */
const FLAGS = [
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-extensions",
  "--disable-sync",
  "--disable-quic",
  "--disable-domain-reliability",
  "--disable-breakpad",
  "--disable-features=Translate,MediaRouter,OptimizationHints,BackForwardCache,AutofillServerCommunication",
  "--password-store=basic",
  "--use-mock-keychain",
  // As Electron does by default.
  "--autoplay-policy=no-user-gesture-required",
  "--disable-backgrounding-occluded-windows",
];

export interface BrowserOptions {
  program: string;
  profile: string;
  /** Where the page begins. */
  url: string;
  size: { width: number; height: number };
  position: { x: number; y: number } | undefined;
  isDebuggable: boolean;
}

export interface Browser {
  devTools: DevTools;
  /** Resolves when the process has gone. */
  gone: Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

/** Starts Chromium. Rejects when the program cannot be run. */
export async function startBrowser(options: BrowserOptions): Promise<Browser> {
  mkdirSync(options.profile, { recursive: true, mode: 0o700 });
  const { size, position } = options;
  const args = [
    `--app=${options.url}`,
    `--user-data-dir=${options.profile}`,
    `--window-size=${size.width},${size.height}`,
    ...(position ? [`--window-position=${position.x},${position.y}`] : []),
    ...FLAGS,
    // Chromium's sandbox does not work for root, who needs none of its protection from users.
    ...(process.getuid?.() === 0 ? ["--no-sandbox", "--test-type"] : []),
    "--remote-debugging-pipe",
    ...(options.isDebuggable ? ["--remote-debugging-port=0"] : []),
  ];
  const child = spawn(options.program, args, { stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"] });
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  if (options.isDebuggable) tellPort(child.stderr as Readable);
  // Its complaints about buses and graphics are not the user's concern, but must be read.
  else child.stderr?.resume();
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  return {
    devTools: new DevTools(child.stdio[4] as Readable, child.stdio[3] as Writable),
    gone: endOf(child).then(() => void process.off("exit", kill)),
    kill,
  };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** Passes on the one line by which a test finds where to attach. */
function tellPort(stderr: Readable): void {
  let text = "";
  stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-8192);
    const line = /DevTools listening on ws:\S+/.exec(text)?.[0];
    if (!line) return;
    process.stderr.write(`${line}\n`);
    text = "";
  });
}
