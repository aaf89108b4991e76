/** `main-blocked-ms`: how long the window's main process hears nothing at worst while the queue makes drafts. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { findHome } from "#main/home.ts";
import { openLibrary } from "#main/library/index.ts";
import { DraftQueue } from "#main/queue/index.ts";
import { median, type Row, rounded } from "./row.ts";

const DRAFTS = 3;
const RESOLUTION_MS = 2;

export async function mainBlockedMs(): Promise<Row> {
  const root = mkdtempSync(join(tmpdir(), "understudy-bench-"));
  const library = await openLibrary(findHome({ UNDERSTUDY_HOME: root }));
  const queue = await DraftQueue.open({ library });
  const worst: number[] = [];
  try {
    // What is loaded once is loaded at the program's start.
    await blockedDuring(queue, 0);
    for (let seed = 1; seed <= DRAFTS; seed++) worst.push(await blockedDuring(queue, seed));
  } finally {
    await queue.close();
    library.close();
    rmSync(root, { recursive: true });
  }
  return {
    name: "main-blocked-ms",
    value: rounded(median(worst)),
    unit: "ms",
    note: `limit 50; median of ${DRAFTS} drafts' longest pauses, longest of all ${rounded(Math.max(...worst))}`,
  };
}

/** The longest pause of the event loop during one draft, milliseconds. */
async function blockedDuring(queue: DraftQueue, seed: number): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  await queue.draft({
    prompt: "a red sun sinks into a calm sea, waves, gulls",
    seconds: 6,
    seed,
    provider: "cpu",
  });
  await queue.settled();
  delay.disable();
  const failed = queue.state.jobs.find(({ phase }) => phase !== "done");
  if (failed) throw new Error(`the draft ${failed.phase}: ${failed.error?.message}`);
  return delay.max / 1e6;
}
