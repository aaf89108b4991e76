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

/** Test runners end their processes by force: a shell that waits for our end of a pipe ends Xvfb then. */
const UNTIL_WE_END = 'Xvfb "$@" 3>&3 & exec 3>&-; read -r _; kill $!';

function startXvfb(): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"];
    const shell = spawn("sh", ["-c", UNTIL_WE_END, "sh", ...args], {
      stdio: ["pipe", "ignore", "ignore", "pipe"],
    });
    const number = shell.stdio[3] as Readable;
    number.once("close", () => reject(new Error("There is no display, and Xvfb does not start.")));
    number.once("data", (text: Buffer) => {
      resolve(`:${String(text).trim()}`);
      shell.unref();
      for (const pipe of [shell.stdin, number]) (pipe as unknown as { unref(): void }).unref();
    });
  });
}
