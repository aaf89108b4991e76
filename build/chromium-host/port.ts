/**
 * The port of the last time, under which Chromium keeps the page's code compiled. Nothing depends on it: who finds
 * it taken takes another.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = "port";

/** Undefined the first time. */
export function lastPort(folder: string): number | undefined {
  try {
    const port = Number(readFileSync(join(folder, FILE), "utf8"));
    return Number.isInteger(port) && port > 1023 && port < 65536 ? port : undefined;
  } catch {
    return undefined;
  }
}

export function keepPort(folder: string, origin: string): void {
  try {
    writeFileSync(join(folder, FILE), new URL(origin).port);
  } catch {
    // The next start is a little slower.
  }
}
