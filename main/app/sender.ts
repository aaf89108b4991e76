/** Who may call: our own page, in the main frame of a window. */
import { isOurs } from "./permissions.ts";

interface Frame {
  url: string;
  parent: object | null;
}

/** The part of Electron's IpcMainInvokeEvent that is used. */
export interface SenderEvent {
  senderFrame: Frame | null;
}

export function isTrustedSender({ senderFrame }: SenderEvent): boolean {
  // A frame that is gone by the time its message arrives is null.
  return senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url);
}
