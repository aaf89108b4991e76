/** A display for windows under test: the one there is, else one of our own in memory. */
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

let display: Promise<string> | undefined;

/** The name of the display; Xvfb is started where there is none, and ends with this process. */
export function ensureDisplay(): Promise<string> {
  display ??= process.env.DISPLAY || process.platform !== "linux" ? given() : startXvfb();
  return display;
}

async function given(): Promise<string> {
  return process.env.DISPLAY ?? "";
}

function startXvfb(): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"];
    const server = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
    server.once("error", () => reject(new Error("There is no display, and Xvfb is not installed.")));
    server.once("exit", (code) => reject(new Error(`Xvfb ended with code ${code}.`)));
    const number = server.stdio[3] as Readable;
    number.once("data", (text: Buffer) => resolve(`:${String(text).trim()}`));
    process.once("exit", () => server.kill());
    server.unref();
    (number as unknown as { unref(): void }).unref();
  });
}
