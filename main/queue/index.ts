/** The queue of drafts: what is to be made, in which order, and how far it is. Knows no window. */
export { draftChoices } from "./choices.ts";
export { keepPicture, keepStill } from "./picture.ts";
export { DraftQueue, type QueueOptions } from "./queue.ts";
export { sampleWish } from "./sample.ts";
export { viewClip } from "./view.ts";
