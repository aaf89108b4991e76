/** From the library to the Draft workspace: what one wants to go on with. */
import type { Clip } from "#contract/queue.ts";
import { request } from "../app/bridge.ts";
import { openWorkspace } from "../app/navigation.ts";
import { submit } from "../draft/submit.ts";
import { composeFrom, randomSeed, remixFrom, wishOfClip } from "../draft/wish.ts";
import { seenFrame } from "../player/index.ts";
import { toastProblem } from "../ui/toasts.tsx";

/** Puts the clip into the composer as what the next draft starts from, at the frame that is seen of it. */
export function remix(id: string): Promise<void> {
  return withClip(id, (clip) => remixFrom(clip, seenFrame(id) ?? Math.floor(clip.frames / 2)));
}

/** Drafts the same again with another seed. */
export function makeVariation(id: string): Promise<void> {
  return withClip(id, (clip) => void submit({ ...wishOfClip(clip), seed: randomSeed() }));
}

/** Fills the composer with what the clip was made from. */
export function openInDraft(id: string): Promise<void> {
  return withClip(id, composeFrom);
}

async function withClip(id: string, go: (clip: Clip) => void): Promise<void> {
  try {
    const clip = await request("queue.clip", { id });
    openWorkspace("draft");
    go(clip);
  } catch (error) {
    toastProblem(error);
  }
}
