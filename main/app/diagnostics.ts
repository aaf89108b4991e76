/** The text of "copy diagnostics": what helps to find a fault, and nothing about what the user makes. */
import { readFileSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { cpus, release, totalmem } from "node:os";
import { z } from "zod";
import { ProviderStatus } from "#contract/engine.ts";
import type { AppInfo } from "#contract/ipc/app.ts";
import type { Home } from "#main/home.ts";
import { runtimeVersion } from "#main/inference/index.ts";
import type { Log, LogEntry } from "./log.ts";

const LOG_LINES = 40;
/** A frame of a stack as "name (file:line)", the file without its folders. */
const FRAME = /^\s*at (?:(?:async )?([\w.<>#[\] ]{1,80}) \()?.*?([\w.-]{1,60}:\d{1,7}):\d+\)?$/;

export async function diagnostics(info: AppInfo, home: Home, log: Log): Promise<string> {
  const { electron, chrome, node } = process.versions;
  const lines = [
    `Understudy ${info.version} on ${info.host}${electron ? ` ${electron} (Chromium ${chrome})` : ""}, Node ${node}`,
    `${process.platform}-${process.arch} ${release()}, ${cpus().length} threads (${cpus()[0]?.model.trim() ?? "?"}), ${gigabytes(totalmem())} memory`,
    `Language of the system: ${info.locale}`,
    `onnxruntime ${await runtimeVersion().catch(() => "?")}; ${providers(home)}`,
    `Library: ${size(home.library)}, backup: ${size(home.backup)}, free: ${await freeSpace(home.root)}`,
    info.trouble ? `Trouble: ${info.trouble.code}` : "The studio is open.",
    "",
    "Last entries of the log, without what may name people, prompts or folders:",
    ...log.tail(LOG_LINES).map(formatEntry),
  ];
  return `${lines.join("\n")}\n`;
}

/** Constant texts of ours, error names and codes, and where in the program it was. Messages of errors stay out. */
function formatEntry({ time, level, area, message, error }: LogEntry): string {
  const head = `${time} ${level} ${area}: ${message}`;
  if (!error) return head;
  const name = /^[\w.-]{1,40}$/.test(error.name) ? error.name : "Error";
  // A stack begins with the message, which may look like anything.
  const frames = (error.stack ?? "")
    .replace(error.message, "")
    .split("\n")
    .flatMap((line) => {
      const [, caller, place] = FRAME.exec(line) ?? [];
      return place === undefined ? [] : [`    at ${caller ? `${caller} (${place})` : place}`];
    });
  return [`${head} [${[name, error.code].filter(Boolean).join(" ")}]`, ...frames.slice(0, 8)].join("\n");
}

function providers(home: Home): string {
  try {
    const cached = z
      .object({ statuses: z.array(ProviderStatus) })
      .parse(JSON.parse(readFileSync(home.providers, "utf8")));
    const working = cached.statuses.filter(({ available }) => available);
    return `providers: ${working.map(({ provider, device }) => (device ? `${provider} (${device})` : provider)).join(", ")}`;
  } catch {
    return "providers not probed yet";
  }
}

function size(path: string): string {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size;
  return bytes === undefined ? "none" : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

async function freeSpace(path: string): Promise<string> {
  return statfs(path).then(
    ({ bavail, bsize }) => gigabytes(bavail * bsize),
    () => "?",
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
