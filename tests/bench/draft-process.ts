/** A whole draft as a user starts it: one process of the command line, with a home of its own. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PROMPT } from "./scenes.ts";

const CLI = join(import.meta.dirname, "../../main/cli.ts");

export interface DraftProcess {
  /** From the start of the process to its end, milliseconds. */
  wallMs: number;
  /** Sum of `session.run`, milliseconds. */
  inferenceMs: number;
  timings: Record<string, number>;
}

/** Drafts ten seconds of the README's prompt at 854x480 on the CPU. */
export function draftProcess(home: string, seed: number): DraftProcess {
  const start = performance.now();
  const flags = ["--seed", String(seed), "--provider", "cpu", "--json"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "draft", PROMPT, ...flags], {
    env: { ...process.env, UNDERSTUDY_HOME: home },
    encoding: "utf8",
  });
  const wallMs = performance.now() - start;
  if (status !== 0) throw new Error(`the draft failed: ${stdout}${stderr}`);
  const { inferenceMs, timings } = JSON.parse(stdout);
  return { wallMs, inferenceMs, timings };
}
