/** How long a draft will take on this machine, before it is begun. */
import type { DraftEstimate, DraftRequest, Provider } from "#contract/draft.ts";
import type { Library } from "#main/library/index.ts";
import type { Pack } from "#main/packs/index.ts";

/** Drafts that are looked at; of those that are alike, the newest few count. */
const LOOKED_AT = 60;

export interface EstimateOptions {
  library: Library;
  /** The pack of the request, and the provider that it will run on. */
  pack: Pick<Pack, "card">;
  provider: Provider;
}

/**
 * Estimates a draft of which nothing is in the cache, from the times of earlier drafts in the library and
 * from the pack's card. Throws Problem when the library cannot be read.
 */
export async function estimateDraft(
  request: DraftRequest,
  { library, pack, provider }: EstimateOptions,
): Promise<DraftEstimate> {
  const { jobs } = await library.repositories();
  // Loaded only now: a draft needs none of it.
  const { reckon } = await import("./reckon.ts");
  return reckon(request, pack.card, provider, await jobs.measured(LOOKED_AT));
}
