/** What can be chosen for a draft on this machine. */
import type { DraftChoices, DraftPack } from "#contract/queue.ts";
import type { Home } from "#main/home.ts";
import { cachedProbe, chooseProvider } from "#main/inference/index.ts";
import { BUILT_IN_PACK, packEntries, viewPack } from "#main/packs/index.ts";

const DRAFTS = ["painter", "image", "motion"] as const;

/** Packs that draft, the built-in one first, and providers that work, the one that is best first. */
export async function draftChoices(home: Home): Promise<DraftChoices> {
  const [{ packs }, statuses] = await Promise.all([packEntries(home), cachedProbe(home.providers)]);
  const best = chooseProvider(statuses).provider;
  const working = statuses.filter(({ available }) => available).map(({ provider }) => provider);
  return {
    packs: packs.flatMap(({ id, damage }) => (damage === "" ? draftPack(id, home) : [])),
    providers: [best, ...working.filter((provider) => provider !== best)],
  };
}

function draftPack(id: string, home: Home): DraftPack[] {
  const { card } = viewPack(id, home, []);
  const kind = DRAFTS.find((candidate) => candidate === card.kind);
  if (kind === undefined) return [];
  return [{ id, name: card.name, kind, abilities: card.abilities ?? {}, builtIn: id === BUILT_IN_PACK }];
}
