/** Removes packs and unfinished downloads. */
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "#contract/problem.ts";
import { type Home, prepareHome } from "#main/home.ts";
import { stagingPath } from "./add/staging.ts";
import { BUILT_IN_PACK, Damage, listPacks, readInstalled } from "./card.ts";
import { discardDownload, unfinishedDownloads } from "./hub/downloads.ts";

export interface Removed {
  removed: string;
  /** The folder whose files stay, for a pack that was used where it is. */
  kept: string | null;
}

/**
 * Removes the pack `id` and its files; of a pack that is used where it is, only the card. An id that is
 * the source or key of an unfinished download removes what has arrived of it; `only` downloads, where it is said.
 * @throws Problem "not-found", "bad-input" for the built-in pack.
 */
export async function removePack(
  id: string,
  home: Home,
  { only }: { only?: "downloads" } = {},
): Promise<Removed> {
  if (id === BUILT_IN_PACK) {
    throw new Problem(
      "bad-input",
      "The built-in pack cannot be removed.",
      "It takes little room, and everything else stands on it.",
      { text: { key: "pack-built-in" } },
    );
  }
  const packs = listPacks(home);
  if (only === undefined && packs.includes(id)) {
    const kept = locationOf(id, home);
    prepareHome(home);
    // Renamed first, so that no half of a pack is ever found under its name.
    const doomed = stagingPath(home, "removing");
    await rename(join(home.packs, id), doomed);
    await rm(doomed, { recursive: true, force: true });
    return { removed: id, kept };
  }
  const downloads = (await unfinishedDownloads(home)).filter(
    ({ key, source }) => id === key || id === source,
  );
  for (const { key } of downloads) await discardDownload(home, key);
  if (downloads.length > 0) return { removed: id, kept: null };
  throw new Problem("not-found", `There is no pack "${id}".`, `Installed: ${packs.join(", ")}.`, {
    text: { key: "pack-missing", values: { pack: id } },
  });
}

function locationOf(id: string, home: Home): string | null {
  try {
    return readInstalled(id, home).card.location ?? null;
  } catch (error) {
    if (error instanceof Damage) return null;
    throw error;
  }
}
