/** The player: one clip, or two in step. */
export { Compare, type CompareMode } from "./Compare.tsx";
export { Player, type PlayerClip } from "./Player.tsx";
export { useRelease } from "./playback.ts";
export { seeFrame, seenFrame } from "./seen.ts";
