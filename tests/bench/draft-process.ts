/** The command line as a user starts it: one process, with a home of its own. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { NODE_FLAGS } from "../../build/tasks.mjs";
import { PROMPT } from "./scenes.ts";

const CLI = join(import.meta.dirname, "../../main/cli.ts");

export interface DraftProcess {
  id: string;
  /** Path of the clip. */
  file: string;
  /** From the start of the process to its end, milliseconds. */
  wallMs: number;
  /** Sum of `session.run`, milliseconds. */
  inferenceMs: number;
  timings: Record<string, number>;
}

/** Drafts ten seconds of the README's prompt at 854x480 on the CPU. */
export function draftProcess(home: string, seed: number): DraftProcess {
  const flags = ["--seed", String(seed), "--provider", "cpu"];
  const start = performance.now();
  const drafted = runCli(home, ["draft", PROMPT, ...flags]) as Omit<DraftProcess, "wallMs">;
  return { ...drafted, wallMs: performance.now() - start };
}

/** What a command of the command line prints as JSON. */
export function runCli(home: string, args: string[]): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...NODE_FLAGS, CLI, ...args, "--json"], {
    env: { ...process.env, UNDERSTUDY_HOME: home },
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${args[0]} failed: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}
