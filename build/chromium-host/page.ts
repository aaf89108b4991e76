/**
 * Runs in the page, in front of everything else: gives the preload script an `electron` module whose ipcRenderer
 * speaks to the host over a WebSocket. Bundled into one script by build/program.ts.
 */
import { decode, encode, type HostMessage, type PageMessage, type WindowState } from "./codec.ts";

/** What is used of a browser's globals; the program's own types are those of Node. */
interface Page {
  screenX: number;
  screenY: number;
  outerWidth: number;
  outerHeight: number;
  location: { host: string };
  document: { hasFocus(): boolean };
  addEventListener(type: string, listener: () => void): void;
}
const page = globalThis as unknown as Page;

type Listener = (event: object, ...args: unknown[]) => void;
const listeners = new Map<string, Set<Listener>>();
const calls = new Map<number, PromiseWithResolvers<unknown>>();
let lastId = 0;

const socket = new WebSocket(`ws://${page.location.host}/-/ipc`);
const opened = new Promise<void>((resolve) => socket.addEventListener("open", () => resolve()));
socket.addEventListener("message", (event) => receive(decode(String(event.data)) as HostMessage));
socket.addEventListener("close", () => {
  for (const call of calls.values()) call.reject(new Error("The studio has closed."));
  calls.clear();
});

async function send(message: PageMessage): Promise<void> {
  const text = encode(message);
  await opened;
  socket.send(text);
}

function receive(message: HostMessage): void {
  if (message.type === "event") {
    for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.args);
    return;
  }
  const call = calls.get(message.id);
  calls.delete(message.id);
  if (message.ok) call?.resolve(message.value);
  else call?.reject(new Error(message.error));
}

const ipcRenderer = {
  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    lastId += 1;
    const id = lastId;
    const call = Promise.withResolvers<unknown>();
    calls.set(id, call);
    send({ type: "invoke", id, channel, args }).catch(call.reject);
    return call.promise;
  },
  on(channel: string, listener: Listener) {
    listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
    return ipcRenderer;
  },
  removeListener(channel: string, listener: Listener) {
    listeners.get(channel)?.delete(listener);
    return ipcRenderer;
  },
};

const contextBridge = {
  exposeInMainWorld(name: string, api: object): void {
    Object.defineProperty(globalThis, name, { value: Object.freeze(api), enumerable: true });
  },
};

/** A page of a browser is never told where a file lies; Electron says "" of files without a place, too. */
const webUtils = { getPathForFile: () => "" };

const modules: Record<string, unknown> = { electron: { contextBridge, ipcRenderer, webUtils } };

/** The `require` of the preload script, which has no other modules, as in Electron's sandbox. */
export function require(name: string): unknown {
  if (Object.hasOwn(modules, name)) return modules[name];
  throw new Error(`module not found: ${name}`);
}

/** Tells the host what Electron knows of its windows by itself. */
function tellWindow(): void {
  const { screenX: x, screenY: y, outerWidth: width, outerHeight: height } = page;
  const state: WindowState = { bounds: { x, y, width, height }, isFocused: page.document.hasFocus() };
  const text = JSON.stringify(state);
  if (text === told) return;
  told = text;
  void send({ type: "window", state });
}
let told = "";
for (const type of ["load", "resize", "focus", "blur", "pagehide"]) page.addEventListener(type, tellWindow);
// Nothing tells a page that its window was moved.
setInterval(tellWindow, 1000);
