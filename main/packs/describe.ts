/** What there is to tell of packs without touching their files: the list, and one pack's card on this machine. */
import type { ProviderStatus } from "#contract/engine.ts";
import type { PackCard, PackProvider } from "#contract/pack.ts";
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
import { Damage, listPacks, readInstalled } from "./card.ts";
import { type UnfinishedDownload, unfinishedDownloads } from "./hub/downloads.ts";

export interface PackEntry {
  id: string;
  name: string;
  /** null when the card cannot be read. */
  kind: PackCard["kind"] | null;
  family: string | null;
  /** Folder of the files, and whether that is the user's own. */
  dir: string | null;
  inPlace: boolean;
  bytes: number | null;
  source: string | null;
  /** What is wrong with card or folder; empty when nothing is. The files themselves are for `verify`. */
  damage: string;
}

/** Every installed pack, the built-in one first, and downloads that are not finished. */
export async function packEntries(
  home: Home,
): Promise<{ packs: PackEntry[]; downloads: UnfinishedDownload[] }> {
  return {
    packs: listPacks(home).map((id) => entryOf(id, home)),
    downloads: await unfinishedDownloads(home),
  };
}

function entryOf(id: string, home: Home): PackEntry {
  try {
    const { dir, card } = readInstalled(id, home);
    const { name, kind, family = null, bytes = null, source = null, location } = card;
    return { id, name, kind, family, dir, inPlace: location !== undefined, bytes, source, damage: "" };
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    const unknown = { kind: null, family: null, dir: null, inPlace: false, bytes: null, source: null };
    return { id, name: id, ...unknown, damage: error.message };
  }
}

export interface PackView {
  id: string;
  dir: string;
  cardDir: string;
  card: PackCard;
  /** For each provider that this machine may have: whether the pack runs there, else why not, or with what drawback. */
  providers: PackProvider[];
}

/**
 * A pack's card, and where it can run on this machine.
 * @throws Problem "not-found", or "corrupt-pack" when the card cannot be read.
 */
export function viewPack(id: string, home: Home, statuses: readonly ProviderStatus[]): PackView {
  if (!listPacks(home).includes(id)) {
    throw new Problem("not-found", `There is no pack "${id}".`, `Installed: ${listPacks(home).join(", ")}.`, {
      text: { key: "pack-missing", values: { pack: id } },
    });
  }
  try {
    const installed = readInstalled(id, home);
    const providers = statuses.map(({ provider, available, reason, text }): PackProvider => {
      const own = installed.card.providers?.find((other) => other.provider === provider);
      if (own?.runs === false) return own;
      const told = available ? { reason: own?.reason ?? "", text: own?.text } : { reason, text };
      return { provider, runs: available, ...told };
    });
    return { ...installed, providers };
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new Problem(
      "corrupt-pack",
      `The card of "${id}" cannot be read: ${error.message}.`,
      `\`understudy packs remove ${id}\` removes it.`,
      { text: { key: "pack-damaged", values: { pack: id, detail: error.message } } },
    );
  }
}
