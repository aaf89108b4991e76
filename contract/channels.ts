/** Names of the channels that calls and events travel on. Without schemas, so that the preload stays small. */
import type { CallName, EventName } from "./ipc.ts";

export const callChannel = (name: CallName) => `call:${name}`;
export const eventChannel = (name: EventName) => `event:${name}`;

/** On which the preload, and nobody else, tells where a dropped file lies: it then counts as chosen. */
export const DROPPED_CHANNEL = "dropped";
