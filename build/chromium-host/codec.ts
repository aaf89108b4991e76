/**
 * Messages between a page and the host, as text on a WebSocket. They carry what Electron's IPC carries:
 * structured data with typed arrays, dates, maps and undefined.
 */
import { parse, stringify } from "devalue";

/** From the page: a call, or what the window looks like. */
export type PageMessage =
  | { type: "invoke"; id: number; channel: string; args: unknown[] }
  | { type: "window"; state: WindowState };

/** To the page: the answer to a call, or an event. */
export type HostMessage =
  | { type: "reply"; id: number; ok: true; value: unknown }
  | { type: "reply"; id: number; ok: false; error: string }
  | { type: "event"; channel: string; args: unknown[] };

export interface WindowState {
  bounds: { x: number; y: number; width: number; height: number };
  isFocused: boolean;
}

export function encode(message: PageMessage | HostMessage): string {
  return stringify(message);
}

export function decode(text: string): unknown {
  return parse(text);
}
