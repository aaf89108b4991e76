/** Sends drafts to the queue, and shows what becomes of them. */
import type { DraftWish } from "#contract/queue.ts";
import { call } from "../app/bridge.ts";
import { queryClient } from "../app/calls.ts";
import { toastProblem } from "../ui/toasts.tsx";
import { show } from "./queue.ts";
import { change, randomSeed, useComposer } from "./wish.ts";

/** Seconds of each variation of a grid: enough to see what a seed gives. */
export const VARIATION_SECONDS = 2;

/** Adds a draft; resolves to whether it could. */
export async function submit(wish: DraftWish): Promise<boolean> {
  return sending(async () => {
    const { id } = await call("queue.draft", wish);
    show({ job: id });
    if (!useComposer.getState().seedLocked) change({ seed: randomSeed() });
  });
}

/** Adds short drafts of several seeds, to choose from. */
export async function submitVariations(wish: DraftWish, count: number): Promise<boolean> {
  return sending(async () => {
    const short = { ...wish, seconds: Math.min(wish.seconds ?? VARIATION_SECONDS, VARIATION_SECONDS) };
    const { batch } = await call("queue.vary", { wish: short, count });
    show({ batch });
  });
}

async function sending(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    void queryClient.invalidateQueries({ queryKey: ["queue.prompts"] });
    void queryClient.invalidateQueries({ queryKey: ["queue.estimate"] });
    return true;
  } catch (error) {
    toastProblem(error);
    return false;
  }
}
