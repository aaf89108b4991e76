/** `npm start`: builds the window's program when it must be, and opens it in Electron or in a system Chromium. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findChromium, findElectron } from "../main/doctor/browsers.ts";
import { runInForeground } from "./child.mjs";
import { buildProgram } from "./program.ts";
import { say } from "./setup/process.mjs";
import { installCommand } from "./setup/system.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const USAGE = `npm start -- [--host electron|chromium]

Opens the studio's window. Without --host: in Electron where its program is there, else in the system's Chromium.`;

type Host = "electron" | "chromium";

/** What shows the window, or why nothing can. */
type Choice = { host: Host; program: string } | { host?: undefined; problem: string };

/** Chooses what shows the window: what is `wanted`, else Electron, else Chromium. */
export function chooseHost(
  wanted: Host | undefined,
  electron: { found: boolean; detail: string },
  chromium: { found: boolean; detail: string },
): Choice {
  const found = { electron, chromium };
  const order: Host[] = wanted ? [wanted] : ["electron", "chromium"];
  for (const host of order) if (found[host].found) return { host, program: found[host].detail };
  const command = installCommand(["chromium"]);
  const ways = {
    electron: `For Electron: npx install-electron   (downloads it; now: ${electron.detail})`,
    chromium: `For Chromium: ${command ?? "install Chromium or Google Chrome"}`,
  };
  const lines = order.map((host) => `  ${ways[host]}`).join("\n");
  return {
    problem: `Nothing here can show the studio's window. Install one of these, then start again:\n${lines}`,
  };
}

/** Whether a window can be shown; Windows and macOS have no headless sessions that tell. */
export function hasDisplay(env: NodeJS.ProcessEnv, platform = process.platform): boolean {
  return platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

async function start(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { host: { type: "string" }, help: { type: "boolean" } },
  });
  const { host } = values;
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (positionals.length > 0 || !(host === undefined || host === "electron" || host === "chromium")) {
    say(`"${positionals[0] ?? `--host ${host}`}" is not understood.\n\n${USAGE}`);
    return 2;
  }
  if (!hasDisplay(process.env)) {
    say(
      "There is no display to show the studio's window on (DISPLAY and WAYLAND_DISPLAY are not set).\n" +
        'The command line does all of it without one: npm run draft -- "a red sun over a calm sea"',
    );
    return 2;
  }
  const choice = chooseHost(host, findElectron(), await findChromium());
  if (choice.host === undefined) {
    say(choice.problem);
    return 1;
  }
  await buildProgram(ROOT);
  if (choice.host === "electron") {
    // Chromium's sandbox does not work for root.
    const flags = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    return runInForeground(choice.program, [...flags, ROOT]);
  }
  const { runOnChromium } = await import("./chromium-host/index.ts");
  await runOnChromium({ root: ROOT, chromium: choice.program });
  return new Promise(() => {}); // The host ends the process.
}

if (import.meta.main) {
  try {
    process.exitCode = await start(process.argv.slice(2));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("ERR_PARSE_ARGS")) throw error;
    say(`${message}\n\n${USAGE}`);
    process.exitCode = 2;
  }
}
