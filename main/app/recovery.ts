/** What happens when the page or a helper process of the browser stops: a new page, never a white window. */
import type { Log } from "./log.ts";

/** Stops within this time count as one trouble. */
const MEMORY_MS = 60_000;
/** So many are a loop: the page is then not opened as if nothing were. */
const LOOP = 3;
/** Even the page that tells of the loop stops. */
const HOPELESS = 6;

/** The part of Electron's webContents that is used. */
interface Page {
  on(event: "render-process-gone", listener: (event: unknown, details: { reason: string }) => void): unknown;
  reload(): void;
}

export interface Recovery {
  log: Log;
  /** The page will be opened again; `isLoop` when it stops again and again. */
  onStop: (isLoop: boolean) => void;
  /** No page can be shown at all. */
  onGiveUp: () => void;
  now?: () => number;
}

/** Opens the page again whenever its process stops. */
export function recoverPage(page: Page, { log, onStop, onGiveUp, now = Date.now }: Recovery): void {
  let stops: number[] = [];
  page.on("render-process-gone", (_, { reason }) => {
    // The way in which a page that is closed ends.
    if (reason === "clean-exit") return;
    log.error("window", "the page's process stopped", new Error(reason));
    stops = [...stops.filter((time) => now() - time < MEMORY_MS), now()];
    if (stops.length >= HOPELESS) return onGiveUp();
    onStop(stops.length >= LOOP);
    page.reload();
  });
}
