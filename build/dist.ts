/** `npm run dist`: packages the studio for this system, where Electron's program can be had. */
import { fileURLToPath } from "node:url";
import { programOf } from "./check.ts";
import { buildProgram } from "./program.ts";
import { lastLines, looksOffline, run, say } from "./setup/process.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

await buildProgram(ROOT);
say("Packaging the studio (electron-builder); this takes some minutes.");
const args = [
  programOf("electron-builder", "electron-builder"),
  "--publish",
  "never",
  ...process.argv.slice(2),
];
const { code, output } = await run(process.execPath, args, { cwd: ROOT });
if (code === 0) {
  say("The packages are in release/.");
} else if (looksOffline(output)) {
  say(
    "The studio cannot be packaged here: Electron's program, which goes into every package, cannot be downloaded.",
  );
} else {
  say(`The studio could not be packaged:\n${lastLines(output, 12)}`);
}
process.exitCode = code;
