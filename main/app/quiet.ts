/** Whether files of the studio may move: nobody makes or adds anything. */
import { Problem } from "#contract/problem.ts";
import type { Library } from "#main/library/index.ts";
import type { PackOperations } from "#main/pack-operations/index.ts";

/** Throws Problem "not-writable" while a draft runs, of this process or another one, or a pack is added. */
export async function requireQuiet(library: Library, packs: PackOperations): Promise<void> {
  if (packs.isBusy) {
    throw new Problem("not-writable", "A pack is being added.", "Wait for its end, or cancel it.", {
      text: { key: "pack-in-use" },
    });
  }
  const { jobs } = await library.repositories();
  await jobs.markInterrupted();
  const running = await jobs.list(["running"], 1);
  if (running.length === 0) return;
  throw new Problem("not-writable", "A draft is running.", "Pause it, or wait for its end.", {
    text: { key: "drafts-running" },
  });
}
