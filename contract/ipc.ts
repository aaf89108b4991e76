/**
 * The bridge between the window and the main process, described once: main/app registers all of these calls,
 * preload/ exposes them, renderer/ calls them by name, and the types follow.
 */
import type { z } from "zod";
import { APP_CALLS, APP_EVENTS } from "./ipc/app.ts";
import { LIBRARY_CALLS, LIBRARY_EVENTS } from "./ipc/library.ts";
import { MACHINE_CALLS, MACHINE_EVENTS } from "./ipc/machine.ts";
import { PACKS_CALLS, PACKS_EVENTS } from "./ipc/packs.ts";
import { QUEUE_CALLS, QUEUE_EVENTS } from "./ipc/queue.ts";
import { SETTINGS_CALLS, SETTINGS_EVENTS } from "./ipc/settings.ts";
import { STORAGE_CALLS, STORAGE_EVENTS } from "./ipc/storage.ts";
import { UPDATES_CALLS } from "./ipc/updates.ts";
import type { WireProblem } from "./problem.ts";

export const CALLS = {
  ...APP_CALLS,
  ...LIBRARY_CALLS,
  ...MACHINE_CALLS,
  ...PACKS_CALLS,
  ...QUEUE_CALLS,
  ...SETTINGS_CALLS,
  ...STORAGE_CALLS,
  ...UPDATES_CALLS,
};
export const EVENTS = {
  ...APP_EVENTS,
  ...LIBRARY_EVENTS,
  ...MACHINE_EVENTS,
  ...PACKS_EVENTS,
  ...QUEUE_EVENTS,
  ...SETTINGS_EVENTS,
  ...STORAGE_EVENTS,
};

export type CallName = keyof typeof CALLS;
export type CallInput<N extends CallName> = z.input<(typeof CALLS)[N]["input"]>;
export type CallOutput<N extends CallName> = z.output<(typeof CALLS)[N]["output"]>;
export type EventName = keyof typeof EVENTS;
export type EventPayload<N extends EventName> = z.output<(typeof EVENTS)[N]>;

export type Reply<N extends CallName = CallName> =
  | { ok: true; value: CallOutput<N> }
  | { ok: false; error: WireProblem };

/** What the preload puts on the window as `understudy`. */
export interface Bridge {
  /** Never rejects: what went wrong is in the reply. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<N>>;
  /** Listens to an event; the function that is given back ends it. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** Where a file or folder lies that the user dropped; null where the host cannot tell. */
  locate(file: File): Promise<string | null>;
}
