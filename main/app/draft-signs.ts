/** What the desktop shows of drafts while the window is elsewhere: progress, and a notification at the end. */
import type { DraftWatch, Surroundings } from "./studio.ts";
import type { Words } from "./words.ts";

const LONGEST = 120;

export function draftSigns(
  { desk, log }: Pick<Surroundings, "desk" | "log">,
  words: () => Words,
): DraftWatch {
  return {
    onProgress: ({ fraction }) => desk.setProgress(fraction),
    onChanged: ({ jobs }) => {
      if (!jobs.some(({ phase }) => phase === "running")) desk.setProgress(null);
    },
    onEnded: ({ phase, request: { prompt } }) =>
      desk.notify({
        title: phase === "done" ? words().draftDone : words().draftFailed,
        body: prompt.length > LONGEST ? `${prompt.slice(0, LONGEST)}…` : prompt,
        action: "open.draft",
      }),
    onFault: (error) => log.error("drafts", "a draft failed by a fault of ours", error),
  };
}
