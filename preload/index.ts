/**
 * The only door between the window and the main process. It passes on the calls and events of the contract's
 * table and nothing else: no channel name of the window's choosing ever reaches ipcRenderer.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from "electron";
import { callChannel, DROPPED_CHANNEL, eventChannel } from "#contract/channels.ts";
import type { Bridge, CallName, EventName } from "#contract/ipc.ts";

/** The names in the contract's table, put here by the build: its schemas are for the main process alone. */
declare const CALL_NAMES: readonly CallName[];
declare const EVENT_NAMES: readonly EventName[];

const bridge: Bridge = {
  call(name, input) {
    if (!CALL_NAMES.includes(name)) throw new Error(`There is no call "${String(name)}".`);
    return ipcRenderer.invoke(callChannel(name), input);
  },
  on(name, listener) {
    if (!EVENT_NAMES.includes(name)) throw new Error(`There is no event "${String(name)}".`);
    const channel = eventChannel(name);
    const relay = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(channel, relay);
    return () => ipcRenderer.removeListener(channel, relay);
  },
  async locate(file) {
    // A file that a page made up has no path, and a page cannot use this channel by itself.
    const path = webUtils.getPathForFile(file);
    return path !== "" && (await ipcRenderer.invoke(DROPPED_CHANNEL, path)) === true ? path : null;
  },
};

contextBridge.exposeInMainWorld("understudy", bridge);
