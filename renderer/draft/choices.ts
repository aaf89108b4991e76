/** The packs and providers of this machine, as the composer offers them. */
import type { DraftPack } from "#contract/queue.ts";
import { useCall } from "../app/calls.ts";
import { type Uses, useComposer, usesOf } from "./wish.ts";

export function useChoices() {
  // Packs come and go in another workspace: asked again whenever this one is opened.
  return useCall("queue.choices", undefined, { staleTime: 0 });
}

/** The pack that is chosen, and which options it has a use for. */
export function useChosenPack(): { pack: DraftPack | undefined; uses: Uses } {
  const { data } = useChoices();
  const id = useComposer((composer) => composer.pack);
  const start = useComposer((composer) => composer.start);
  const pack = data?.packs.find((candidate) => candidate.id === id);
  return { pack, uses: usesOf(pack, start) };
}
