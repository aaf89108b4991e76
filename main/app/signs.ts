/** What the desktop shows of drafts and packs while the window is elsewhere: progress, and a notification at the end. */
import type { PackOperation } from "#contract/operation.ts";
import type { Settings } from "#contract/settings.ts";
import type { Surroundings, Watch } from "./studio.ts";
import type { Words } from "./words.ts";

const LONGEST = 120;

/** Notifications are shown as far as the settings of that moment want them. */
export function desktopSigns(
  { desk, log, settings }: Pick<Surroundings, "desk" | "log"> & { settings: { get(): Settings } },
  words: () => Words,
): Watch {
  const wants = () => settings.get().notifications;
  return {
    onProgress: ({ fraction }) => desk.setProgress(fraction),
    onChanged: ({ jobs }) => {
      if (!jobs.some(({ phase }) => phase === "running")) desk.setProgress(null);
    },
    onEnded: ({ phase, request: { prompt } }) => {
      if (!wants().drafts) return;
      desk.notify({
        title: phase === "done" ? words().draftDone : words().draftFailed,
        body: shortened(prompt),
        action: "open.draft",
      });
    },
    onFault: (error) => log.error("drafts", "a draft failed by a fault of ours", error),
    onPackEnded: (operation) => {
      if (operation.type !== "add" || !wants().downloads) return;
      desk.notify({
        title: operation.state === "done" ? words().packDone : words().packFailed,
        body: shortened(nameOf(operation)),
        action: "open.packs",
      });
    },
  };
}

/** The pack's own name once it has one; till then the end of where it comes from. */
function nameOf({ pack, subject }: PackOperation): string {
  return pack ?? subject.replace(/^hf:/, "").split(/[\\/]/).slice(-2).join("/");
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
