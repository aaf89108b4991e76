/** What programs of the system show: files in the file manager, links in the browser. */
import { existsSync } from "node:fs";
import { shell } from "electron";
import { Problem, type ProblemTextKey } from "#contract/problem.ts";

/** Shows a file in its folder. Throws Problem "not-found" for one that is gone, and "missing-tool" where nothing shows it. */
export async function revealFile(path: string): Promise<void> {
  if (!existsSync(path)) {
    throw new Problem("not-found", `${path} is not there any more.`, "It may have been moved or deleted.", {
      text: { key: "file-gone", values: { file: path } },
    });
  }
  // Electron tells nothing of how it went; the Chromium host does.
  await asked(async () => shell.showItemInFolder(path), path, "nothing-shows-files");
}

/** Opens a link. Throws Problem "missing-tool" where nothing opens it. */
export async function openLink(link: string): Promise<void> {
  await asked(() => shell.openExternal(link), link, "nothing-opens-links");
}

async function asked(show: () => Promise<void>, target: string, key: ProblemTextKey): Promise<void> {
  try {
    await show();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      "missing-tool",
      `${target} could not be shown: ${reason}.`,
      "Install what is named, or open it by hand.",
      { cause: error, text: { key, values: { target, reason } } },
    );
  }
}
