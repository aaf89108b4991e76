/**
 * The only door between the window and the main process. It passes on the calls and events of the contract's
 * table and nothing else: no channel name of the window's choosing ever reaches ipcRenderer.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from "electron";
import { type Bridge, CALLS, callChannel, EVENTS, eventChannel } from "#contract/ipc.ts";

const bridge: Bridge = {
  call(name, input) {
    if (!Object.hasOwn(CALLS, name)) throw new Error(`There is no call "${String(name)}".`);
    return ipcRenderer.invoke(callChannel(name), input);
  },
  on(name, listener) {
    if (!Object.hasOwn(EVENTS, name)) throw new Error(`There is no event "${String(name)}".`);
    const channel = eventChannel(name);
    const relay = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(channel, relay);
    return () => ipcRenderer.removeListener(channel, relay);
  },
};

contextBridge.exposeInMainWorld("understudy", bridge);
