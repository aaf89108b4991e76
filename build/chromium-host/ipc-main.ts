/** Electron's `ipcMain`: handlers of calls, by channel. */

export interface InvokeEvent {
  sender: unknown;
  senderFrame: unknown;
}

type Handler = (event: InvokeEvent, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    handlers.set(channel, handler);
  },
  removeHandler(channel: string): void {
    handlers.delete(channel);
  },
};

/** Runs the handler of a call from a page. Rejects, as Electron does, when there is none. */
export async function invoke(channel: string, event: InvokeEvent, args: unknown[]): Promise<unknown> {
  const handler = handlers.get(channel);
  if (!handler) throw new Error(`No handler registered for '${channel}'`);
  return handler(event, ...args);
}
