/** Looks for what can show the studio's window: Electron, or a Chromium of the system. */
import { constants, existsSync, readFileSync } from "node:fs";
import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import type { Found } from "#contract/doctor.ts";

/**
 * Electron's package downloads its program on first use and notes where it is in `path.txt`. Asking
 * the package itself might start that download, so the note is read instead.
 */
export function findElectron(): Found {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve("electron/package.json"));
  } catch {
    return { found: false, detail: "not installed" };
  }
  try {
    const program = join(folder, "dist", readFileSync(join(folder, "path.txt"), "utf8").trim());
    if (existsSync(program)) return { found: true, detail: program };
  } catch {
    // No note: not downloaded.
  }
  return { found: false, detail: "installed, but its program has not been downloaded" };
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export async function findChromium(env: NodeJS.ProcessEnv = process.env): Promise<Found> {
  for (const path of candidates(env)) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return { found: true, detail: path };
  }
  return { found: false, detail: "not found; only needed for the window where Electron is missing" };
}

function candidates(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === "darwin") return MAC;
  if (process.platform === "win32") {
    return [env.ProgramFiles, env["ProgramFiles(x86)"], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .map((folder) => join(folder, "Google", "Chrome", "Application", "chrome.exe"));
  }
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}
