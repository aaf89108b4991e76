/** Runs the real command line as a child process, on a home of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../main/cli.ts", import.meta.url));

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** The one line of stdout, parsed; only of commands run with --json. */
  json: unknown;
}

export interface Sandbox {
  /** A folder for whatever a test needs. */
  root: string;
  /** UNDERSTUDY_HOME of the commands; made by them. */
  home: string;
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CliResult>;
  remove(): void;
}

export function sandbox(): Sandbox {
  const root = mkdtempSync(join(tmpdir(), "understudy-cli-"));
  const home = join(root, "home");
  return {
    root,
    home,
    run: (args, env = {}) => resultOf(startCli(args, { UNDERSTUDY_HOME: home, ...env }), args),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Starts the command line; `detached` gives it a process group of its own. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv, detached = false) {
  return spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached,
  });
}

/** What a started command told, once it has ended. */
export function resultOf(child: ReturnType<typeof startCli>, args: readonly string[]): Promise<CliResult> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const json = args.includes("--json") && stdout !== "" ? JSON.parse(stdout) : undefined;
      resolve({ code, stdout, stderr, json });
    });
  });
}
