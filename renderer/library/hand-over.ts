/** From the library to the Draft workspace: what one wants to go on with. */
import type { ItemDetails } from "#contract/library.ts";
import { request } from "../app/bridge.ts";
import { openWorkspace } from "../app/navigation.ts";
import { submit } from "../draft/submit.ts";
import { composeFrom, randomSeed, remixFrom, wishOfClip } from "../draft/wish.ts";
import { toastProblem } from "../ui/toasts.tsx";

/** Puts the clip into the composer as what the next draft starts from. */
export function remix({ id }: ItemDetails): Promise<void> {
  return withClip(id, (clip) => remixFrom(clip, Math.floor(clip.frames / 2)));
}

/** Drafts the same again with another seed. */
export function makeVariation({ id }: ItemDetails): Promise<void> {
  return withClip(id, (clip) => void submit({ ...wishOfClip(clip), seed: randomSeed() }));
}

/** Fills the composer with what the clip was made from. */
export function openInDraft({ id }: ItemDetails): Promise<void> {
  return withClip(id, composeFrom);
}

type Clip = Parameters<typeof composeFrom>[0];

async function withClip(id: string, go: (clip: Clip) => void): Promise<void> {
  try {
    const clip = await request("queue.clip", { id });
    go(clip);
    openWorkspace("draft");
  } catch (error) {
    toastProblem(error);
  }
}
