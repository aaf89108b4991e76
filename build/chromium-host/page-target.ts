/**
 * The window's page, watched and steered through DevTools: what Electron's webContents does inside the browser.
 */
import type { Browser } from "./browser.ts";

export interface PageEvents {
  /** Whether the page may go to `url` by itself. */
  mayNavigate: (url: string) => boolean;
  /** The page wants a window; it gets none. */
  onWindowOpen: (url: string) => void;
  onLoad: () => void;
  /** The page has gone to an empty one. */
  onLost: () => void;
  onCrash: () => void;
  /** The page was closed. */
  onClose: () => void;
}

export interface PageTarget {
  /** Goes to `url`, by the program's own wish. */
  navigate(url: string): Promise<void>;
  reload(): Promise<void>;
  crash(): void;
  focus(): Promise<void>;
  setWindowState(state: "normal" | "minimized" | "maximized"): Promise<void>;
  setWindowSize(size: { width: number; height: number }): Promise<void>;
  close(): Promise<void>;
}

interface TargetInfo {
  targetId: string;
  type: string;
}

const ONLY_PAGES = [{ type: "page", exclude: false }, { exclude: true }];

/** Finds the browser's page and takes charge of it; `scripts` run in front of the page's own. */
export async function attachPage(
  { devTools }: Browser,
  scripts: string[],
  events: PageEvents,
): Promise<PageTarget> {
  const first = Promise.withResolvers<{ sessionId: string; targetInfo: TargetInfo }>();
  let isFirst = true;
  devTools.on("/Target.attachedToTarget", (target) => {
    if (isFirst) first.resolve(target);
    // The studio has one window and is no browser: whatever opens another (a link, Ctrl-N) gets none.
    else devTools.send("Target.closeTarget", { targetId: target.targetInfo.targetId }).catch(() => {});
    isFirst = false;
  });
  const watch = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: ONLY_PAGES };
  await devTools.send("Target.setAutoAttach", watch);
  const { sessionId, targetInfo } = await first.promise;
  const { targetId } = targetInfo;
  const send = (method: string, params = {}) => devTools.send(method, params, sessionId);

  /** Whether the next document is the program's own wish, as the first one is. */
  let isOwn = true;
  devTools.on(`${sessionId}/Fetch.requestPaused`, ({ requestId, request }) => {
    const isAllowed = isOwn || events.mayNavigate(request.url);
    isOwn = false;
    const decision = isAllowed
      ? send("Fetch.continueRequest", { requestId })
      : send("Fetch.failRequest", { requestId, errorReason: "Aborted" });
    decision.catch(() => {});
  });
  devTools.on(`${sessionId}/Page.windowOpen`, ({ url }) => events.onWindowOpen(url));
  devTools.on(`${sessionId}/Page.loadEventFired`, () => {
    isOwn = false;
    events.onLoad();
  });
  // An empty page needs no request that could be refused: it is left again.
  devTools.on(`${sessionId}/Page.frameNavigated`, ({ frame }) => {
    if (frame.parentId === undefined && frame.url === "about:blank") events.onLost();
  });
  devTools.on(`${sessionId}/Inspector.targetCrashed`, events.onCrash);

  devTools.on("/Target.detachedFromTarget", (target) => {
    if (target.sessionId === sessionId) events.onClose();
  });

  await Promise.all([
    send("Page.enable"),
    send("Inspector.enable"),
    send("Fetch.enable", { patterns: [{ resourceType: "Document" }] }),
    ...scripts.map((source) => send("Page.addScriptToEvaluateOnNewDocument", { source })),
    send("Runtime.runIfWaitingForDebugger"),
  ]);
  const windowId = async () => (await devTools.send("Browser.getWindowForTarget", { targetId })).windowId;
  return {
    async navigate(url) {
      isOwn = true;
      await send("Page.navigate", { url });
    },
    async reload() {
      isOwn = true;
      await send("Page.reload");
    },
    crash: () => void send("Page.crash").catch(() => {}),
    focus: async () => void (await devTools.send("Target.activateTarget", { targetId })),
    async setWindowState(windowState) {
      await devTools.send("Browser.setWindowBounds", { windowId: await windowId(), bounds: { windowState } });
    },
    async setWindowSize(bounds) {
      await devTools.send("Browser.setWindowBounds", { windowId: await windowId(), bounds });
    },
    close: async () => void (await devTools.send("Target.closeTarget", { targetId })),
  };
}
