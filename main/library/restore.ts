/** Going back to the library's backup. */
import { existsSync } from "node:fs";
import { constants, copyFile, rename, rm } from "node:fs/promises";
import { Problem } from "#contract/problem.ts";
import { syncFile, syncFolder } from "#main/durable.ts";
import { type Home, prepareHome, temporaryPath } from "#main/home.ts";
import { openDatabase } from "#native/sqlite/index.ts";
import { MIGRATIONS } from "./migrations.ts";

/**
 * Puts the backup in the library's place and keeps the old file aside; gives
 * the path of the file set aside, null when there was none.
 *
 * Throws Problem "not-found" without a backup, "corrupt-library" when the
 * backup is damaged too; the library is then left as it was.
 */
export async function restoreBackup(home: Home): Promise<string | null> {
  prepareHome(home);
  if (!existsSync(home.backup)) {
    throw new Problem(
      "not-found",
      `There is no backup of the library in ${home.root}.`,
      "Move library.db away to begin a new library; the clips in media/ stay.",
      { text: { key: "backup-missing", values: { file: home.backup } } },
    );
  }
  const copy = temporaryPath(home);
  try {
    await copyFile(home.backup, copy, constants.COPYFILE_FICLONE);
    try {
      openDatabase(copy, MIGRATIONS).close();
    } catch (error) {
      throw new Problem(
        "corrupt-library",
        `The backup ${home.backup} is damaged, too.`,
        "Move both files away to begin a new library; the clips in media/ stay.",
        { cause: error, text: { key: "backup-damaged", values: { file: home.backup } } },
      );
    }
    await syncFile(copy);
    const aside = existsSync(home.library) ? `${home.library}.damaged-${Date.now()}` : null;
    if (aside !== null) await rename(home.library, aside);
    // The write-ahead log belongs to the damaged file: it would be replayed into the backup.
    for (const suffix of ["-wal", "-shm"]) {
      if (aside !== null && existsSync(home.library + suffix))
        await rename(home.library + suffix, aside + suffix);
    }
    await rename(copy, home.library);
    await syncFolder(home.root);
    return aside;
  } finally {
    for (const suffix of ["", "-wal", "-shm"]) await rm(copy + suffix, { force: true });
  }
}
