/** From what the window wishes for to a request that a draft can be made from. */
import { randomInt } from "node:crypto";
import { DraftRequest, MAX_SEED, SIZES } from "#contract/draft.ts";
import type { DraftWish } from "#contract/queue.ts";
import { type Origin, remixOrigin } from "#main/draft/index.ts";
import type { Library } from "#main/library/index.ts";
import { BUILT_IN_PACK } from "#main/packs/index.ts";

const DEFAULTS = { seconds: 10, size: SIZES[0], fps: 24, pack: BUILT_IN_PACK } as const;

/** A seed of chance. */
export const anySeed = (): number => randomInt(MAX_SEED + 1);

/**
 * The request of a wish; a random seed where none is given and none is to be kept.
 * Throws Problem "not-found" when what it starts from is gone.
 */
export async function requestOf(wish: DraftWish, library: Library): Promise<DraftRequest> {
  const { start, ...said } = wish;
  const { defaults = {}, init, parent } = await originOf(start, wish.pack, library);
  return DraftRequest.parse({
    ...{ ...DEFAULTS, seed: anySeed() },
    ...defaults,
    ...withoutGaps(said),
    ...(init && { init }),
    ...(parent !== undefined && { parent }),
  });
}

async function originOf(
  start: DraftWish["start"],
  pack: string | undefined,
  library: Library,
): Promise<Origin> {
  if (start === undefined) return {};
  if (start.from === "picture") {
    const init = { sha256: start.sha256, extension: start.extension };
    await library.requireMedia(init);
    return { init };
  }
  const { generations } = await library.repositories();
  return remixOrigin(await generations.get(start.id), { pack, frame: start.frame });
}

function withoutGaps<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}
