/** What the calls about drafting do. */
import type { QUEUE_CALLS } from "#contract/ipc/queue.ts";
import { draftChoices, keepPicture, keepStill, sampleWish, viewClip } from "#main/queue/index.ts";
import type { Handlers } from "../ipc.ts";
import type { Studio } from "../studio.ts";

const RECENT_PROMPTS = 30;

export function queueHandlers({
  home,
  library,
  repositories,
  queue,
  settings,
}: Studio): Handlers<keyof typeof QUEUE_CALLS> {
  return {
    "queue.state": () => queue.state,
    "queue.draft": async (wish) => ({ id: await queue.draft(wish) }),
    "queue.vary": ({ wish, count }) => queue.vary(wish, count),
    "queue.sample": async ({ language }) => ({ begun: await queue.sample(sampleWish(language)) }),
    "queue.estimate": (wish) => queue.estimate(wish),
    "queue.choices": () => draftChoices(home),
    "queue.prompts": () => (settings.get().promptHistory ? repositories.prompts.recent(RECENT_PROMPTS) : []),
    "queue.clearPrompts": () => repositories.prompts.clear(),
    "queue.picture": (file) => keepPicture(library, file),
    "queue.still": ({ id, frame }) => keepStill(library, id, frame),
    "queue.clip": async ({ id }) => viewClip(await repositories.generations.get(id)),
    "queue.cancel": ({ id }) => queue.cancel(id),
    "queue.hold": ({ id }) => queue.hold(id),
    "queue.continue": ({ id }) => queue.continue(id),
    "queue.restore": ({ id, ...place }) => queue.restore(id, place),
    "queue.move": ({ id, before }) => queue.move(id, before),
    "queue.dismiss": ({ id }) => queue.dismiss(id),
    "queue.pause": () => queue.pause(),
    "queue.resume": () => queue.resume(),
  };
}
