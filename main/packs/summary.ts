/** Packs as the window lists and shows them: the card, and what it means on this machine. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ProviderStatus } from "#contract/engine.ts";
import type { PackDetail, PackSummary, UnfinishedDownload } from "#contract/ipc/packs.ts";
import type { PackCard, PackProvider } from "#contract/pack.ts";
import type { Home } from "#main/home.ts";
import { BUILT_IN_PACK } from "./card.ts";
import { type PackEntry, packEntries, viewPack } from "./describe.ts";

/** Every pack and unfinished download. */
export async function summarisePacks(
  home: Home,
  statuses: readonly ProviderStatus[],
): Promise<{ packs: PackSummary[]; downloads: UnfinishedDownload[] }> {
  const { packs, downloads } = await packEntries(home);
  return {
    packs: packs.map((entry) => summaryOf(entry, home, statuses)),
    downloads: downloads.map(({ key, source, commit, bytes, arrived, wish }) => ({
      ...{ key, source, commit, bytes, arrived },
      wish: { source: `hf:${source}`, revision: commit, ...wish },
    })),
  };
}

/**
 * Everything about one pack.
 * @throws Problem "not-found", or "corrupt-pack" when its card cannot be read.
 */
export async function detailPack(
  id: string,
  home: Home,
  statuses: readonly ProviderStatus[],
): Promise<PackDetail> {
  const { card, dir, cardDir, providers } = viewPack(id, home, statuses);
  const { files, ...rest } = card;
  const entry = (await packEntries(home)).packs.find((pack) => pack.id === id)!;
  const { licenceFile } = card;
  return {
    summary: summaryOf(entry, home, statuses),
    card: rest,
    files: Object.keys(files).length,
    folder: dir,
    providers,
    licenceText:
      licenceFile === undefined ? null : await readFile(join(cardDir, licenceFile), "utf8").catch(() => null),
  };
}

function summaryOf(entry: PackEntry, home: Home, statuses: readonly ProviderStatus[]): PackSummary {
  const { id, name, kind, family, bytes, inPlace, damage } = entry;
  const builtIn = id === BUILT_IN_PACK;
  const shown = { id, name, builtIn, kind, family, bytes, inPlace, damage };
  if (damage !== "") {
    const unknown = { licence: null, leastMemory: null, wholeMemory: null, speed: null, cannotRun: [] };
    return { ...shown, ...unknown };
  }
  const { card, providers } = viewPack(id, home, statuses);
  return { ...shown, ...factsOf(card), cannotRun: cannotRun(providers) };
}

function factsOf({ licence, memory, speed }: PackCard) {
  return {
    licence: licence ?? null,
    leastMemory: memory?.least ?? null,
    wholeMemory: memory?.whole ?? null,
    speed: speed ?? null,
  };
}

/** The reasons of all providers, when the pack runs on none. */
function cannotRun(providers: readonly PackProvider[]): PackProvider[] {
  return providers.some(({ runs }) => runs) ? [] : [...providers];
}
