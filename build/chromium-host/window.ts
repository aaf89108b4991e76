/** Electron's `BrowserWindow` and its `webContents`, shown by Chromium in app mode. */
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WebSocket } from "ws";
import { app } from "./app.ts";
import { type Browser, startBrowser } from "./browser.ts";
import { decode, encode, type HostMessage, type PageMessage, type WindowState } from "./codec.ts";
import { invoke } from "./ipc-main.ts";
import { attachPage, type PageTarget } from "./page-target.ts";
import { keepPort, lastPort } from "./port.ts";
import { type LoopbackServer, startServer } from "./server.ts";
import { handlerOf, permissionsOf, session } from "./session.ts";
import { hostSettings } from "./settings.ts";

interface Options {
  width?: number;
  height?: number;
  minWidth?: number;
  minHeight?: number;
  x?: number;
  y?: number;
  webPreferences?: { preload?: string };
}

/** So long after its last change, a window's size is the one that the user wants. */
const SETTLE_MS = 400;

type WindowOpenHandler = (details: { url: string }) => { action: "deny" | "allow" };

class WebContents extends EventEmitter {
  readonly id = 1;
  readonly session = session.defaultSession;
  readonly mainFrame: { url: string; origin: string; parent: null; top: unknown };
  readonly #window: BrowserWindow;
  #windowOpen: WindowOpenHandler = () => ({ action: "deny" });

  constructor(window: BrowserWindow) {
    super();
    this.#window = window;
    this.mainFrame = { url: "", origin: "", parent: null, top: null };
    this.mainFrame.top = this.mainFrame;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#window.post({ type: "event", channel, args });
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  isDestroyed(): boolean {
    return this.#window.isDestroyed();
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpen = handler;
  }

  reload(): void {
    this.#window.page?.reload().catch(() => {});
  }

  forcefullyCrashRenderer(): void {
    this.#window.page?.crash();
  }

  /** Whether the page may go to `url`, by the program's "will-navigate". */
  mayNavigate(url: string): boolean {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit("will-navigate", { url, preventDefault, isMainFrame: true }, url);
    return !isPrevented;
  }

  /** A second window is never opened; the program is asked, since it may open the link elsewhere. */
  windowOpened(url: string): void {
    this.#windowOpen({ url });
  }
}

const windows = new Set<BrowserWindow>();

export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => [...windows];

  readonly webContents = new WebContents(this);
  /** Its page, once Chromium shows it. */
  page: PageTarget | undefined;
  readonly #options: Options;
  readonly #sockets = new Set<WebSocket>();
  #server: LoopbackServer | undefined;
  #browser: Browser | undefined;
  #appOrigin = "";
  #state: WindowState;
  #isDestroyed = false;
  #settling: NodeJS.Timeout | undefined;

  constructor(options: Options = {}) {
    super();
    this.#options = options;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#state = { bounds: { x, y, width, height }, isFocused: false };
    windows.add(this);
    app.addWindow(this);
    app.emit("web-contents-created", {}, this.webContents);
  }

  /** Opens Chromium there at the first call, and goes there at later ones. */
  async loadURL(url: string): Promise<void> {
    const { origin, pathname, search, hash } = split(url);
    this.#appOrigin = origin;
    const path = pathname + search + hash;
    if (this.page && this.#server) await this.page.navigate(this.#server.origin + path);
    else await this.#open(path);
  }

  async #open(path: string): Promise<void> {
    const { chromium, isDebuggable } = hostSettings();
    const { bounds } = this.#state;
    const { x, y } = this.#options;
    const scheme = this.#appOrigin.split(":")[0] ?? "";
    const folder = app.getPath("userData");
    const server = await startServer({
      port: lastPort(folder),
      handler: () => handlerOf(scheme),
      appOrigin: this.#appOrigin,
      onConnect: (socket) => this.#connect(socket),
    });
    this.#server = server;
    keepPort(folder, server.origin);
    this.#browser = await startBrowser({
      program: chromium,
      profile: join(folder, "chromium"),
      url: server.entrance,
      size: bounds,
      position: x === undefined || y === undefined ? undefined : { x, y },
      isDebuggable,
    });
    const { devTools, gone } = this.#browser;
    gone.then(() => this.#destroyed());
    const permissions = await permissionsOf(this.webContents, `${this.#appOrigin}${path}`);
    await Promise.all([
      devTools.send("Storage.setCookies", { cookies: [server.cookie] }),
      ...permissions.map(({ name, setting }) =>
        devTools
          .send("Browser.setPermission", { permission: { name }, setting, origin: server.origin })
          // One that this Chromium does not know, it cannot give either.
          .catch(() => {}),
      ),
    ]);
    const loaded = Promise.withResolvers<void>();
    this.#setUrl(path);
    this.page = await attachPage(this.#browser, [this.#pageScript(server.origin)], {
      mayNavigate: (url) => {
        const isAllowed = this.webContents.mayNavigate(this.#toAppUrl(url));
        if (isAllowed) this.#setUrl(url.replace(server.origin, ""));
        return isAllowed;
      },
      onWindowOpen: (url) => this.webContents.windowOpened(this.#toAppUrl(url)),
      onLoad: () => {
        loaded.resolve();
        this.webContents.emit("did-finish-load");
      },
      onLost: () => void this.loadURL(this.webContents.getURL()).catch(() => {}),
      onCrash: () => this.webContents.emit("render-process-gone", {}, { reason: "crashed", exitCode: 1 }),
      // Without its page Chromium is to go, too.
      onClose: () => void devTools.send("Browser.close").catch(() => {}),
    });
    server.admit(path);
    await Promise.race([loaded.promise, gone]);
    this.emit("ready-to-show");
  }

  /** The preload and what it needs, in front of pages of ours only. */
  #pageScript(origin: string): string {
    const { preload } = this.#options.webPreferences ?? {};
    if (!preload) return "";
    return `(() => {
      if (location.origin !== ${JSON.stringify(origin)} || window !== window.top) return;
      ${hostSettings().pageScript}
      const module = { exports: {} };
      ((require, module, exports) => {\n${readFileSync(preload, "utf8")}\n})(
        hostPage.require, module, module.exports);
    })();`;
  }

  #connect(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    socket.on("message", (data) => {
      const message = decode(String(data)) as PageMessage;
      if (message.type === "window") this.#told(message.state);
      else void this.#answer(socket, message);
    });
  }

  async #answer(
    socket: WebSocket,
    { id, channel, args }: Extract<PageMessage, { type: "invoke" }>,
  ): Promise<void> {
    const event = { sender: this.webContents, senderFrame: this.webContents.mainFrame };
    const reply = await invoke(channel, event, args)
      .then((value) => encode({ type: "reply", id, ok: true, value }))
      // Also when the value cannot be sent: whoever waits must hear of it.
      .catch((error) =>
        encode({
          ...{ type: "reply", id, ok: false },
          error: `Error invoking remote method '${channel}': ${error}`,
        }),
      );
    socket.send(reply);
  }

  /** Sends to the pages that are connected. */
  post(message: HostMessage): void {
    if (this.#sockets.size === 0) return;
    const text = encode(message);
    for (const socket of this.#sockets) socket.send(text);
  }

  #told(state: WindowState): void {
    const before = this.#state;
    this.#state = state;
    if (before.isFocused !== state.isFocused) this.emit(state.isFocused ? "focus" : "blur");
    if (JSON.stringify(before.bounds) !== JSON.stringify(state.bounds)) {
      this.emit("resize");
      this.emit("move");
      this.#keepMinimum();
    }
  }

  /** Chromium knows no smallest size: a window that was made smaller grows again when the user lets it go. */
  #keepMinimum(): void {
    clearTimeout(this.#settling);
    const { minWidth = 0, minHeight = 0 } = this.#options;
    this.#settling = setTimeout(() => {
      const { width, height } = this.#state.bounds;
      if (width >= minWidth && height >= minHeight) return;
      const size = { width: Math.max(width, minWidth), height: Math.max(height, minHeight) };
      this.page?.setWindowSize(size).catch(() => {});
    }, SETTLE_MS).unref();
  }

  #toAppUrl(url: string): string {
    const origin = this.#server?.origin ?? "";
    return url.startsWith(`${origin}/`) ? this.#appOrigin + url.slice(origin.length) : url;
  }

  #setUrl(path: string): void {
    this.webContents.mainFrame.url = this.#appOrigin + path;
    this.webContents.mainFrame.origin = this.#appOrigin;
  }

  #destroyed(): void {
    if (this.#isDestroyed) return;
    this.emit("close", { preventDefault: () => {} });
    this.#isDestroyed = true;
    this.#server?.close();
    windows.delete(this);
    this.emit("closed");
    app.removeWindow(this);
  }

  getNormalBounds(): WindowState["bounds"] {
    return this.#state.bounds;
  }

  isDestroyed = (): boolean => this.#isDestroyed;
  isFocused = (): boolean => this.#state.isFocused;
  // Chromium tells nobody; a window is brought to the front whatever its state.
  isMinimized = (): boolean => false;
  isMaximized = (): boolean => false;
  isVisible = (): boolean => this.page !== undefined;

  show(): void {}
  // No taskbar takes it from a Chromium window.
  setProgressBar(): void {}

  focus(): void {
    this.page?.focus().catch(() => {});
  }

  restore(): void {
    this.page?.setWindowState("normal").catch(() => {});
  }

  maximize(): void {
    this.page?.setWindowState("maximized").catch(() => {});
  }

  close(): void {
    if (this.page) this.page.close().catch(() => this.destroy());
    else this.destroy();
  }

  destroy(): void {
    this.#browser?.kill();
    this.#destroyed();
  }
}

/** `URL` knows no origin of schemes that are not the web's. */
function split(url: string): { origin: string; pathname: string; search: string; hash: string } {
  const { protocol, host, pathname, search, hash } = new URL(url);
  return { origin: `${protocol}//${host}`, pathname, search, hash };
}
