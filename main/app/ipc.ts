/** Registers every call of the contract: checks who asks and what, runs the handler, turns errors into words. */
import { z } from "zod";
import { callChannel, DROPPED_CHANNEL } from "#contract/channels.ts";
import { CALLS, type CallName, type CallOutput, type Reply } from "#contract/ipc.ts";
import { Problem, type WireProblem } from "#contract/problem.ts";

/** What the calls of the contract do. `input` has been checked. */
export type Handlers<N extends CallName = CallName> = {
  [Name in N]: (
    input: z.output<(typeof CALLS)[Name]["input"]>,
  ) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

/** The part of Electron's ipcMain that is used. */
export interface CallRegistry<Event> {
  handle(channel: string, listener: (event: Event, input: unknown) => Promise<Reply>): void;
}

export interface CallOptions<Event> {
  /** Whether a message comes from the main frame of a window of ours. */
  isTrusted: (event: Event) => boolean;
  /** Told of errors that are our fault; the window learns no details. */
  onFault: (call: CallName, error: unknown) => void;
}

/** Registers each call of the contract; `handlers` gives those of the moment. */
export function registerCalls<Event>(
  registry: CallRegistry<Event>,
  handlers: () => Handlers | Promise<Handlers>,
  { isTrusted, onFault }: CallOptions<Event>,
): void {
  for (const name of Object.keys(CALLS) as CallName[]) {
    registry.handle(callChannel(name), async (event, input) => {
      if (!isTrusted(event)) return refuse("forbidden", "This page may not ask that.", "");
      try {
        return { ok: true, value: await answer(name, await handlers(), input) };
      } catch (error) {
        if (!(error instanceof Problem)) onFault(name, error);
        return { ok: false, error: toWire(error) };
      }
    });
  }
}

/** Lets the preload tell where the user dropped something from: `accept` says whether it is taken as chosen. */
export function registerDropped<Event>(
  registry: { handle(channel: string, listener: (event: Event, path: unknown) => Promise<boolean>): void },
  isTrusted: (event: Event) => boolean,
  accept: (path: string) => boolean,
): void {
  registry.handle(
    DROPPED_CHANNEL,
    async (event, path) => isTrusted(event) && typeof path === "string" && accept(path),
  );
}

async function answer<N extends CallName>(
  name: N,
  handlers: Handlers,
  input: unknown,
): Promise<CallOutput<N>> {
  const checked = CALLS[name].input.safeParse(input);
  if (!checked.success) {
    throw new Problem(
      "bad-input",
      `${name}: ${z.prettifyError(checked.error)}`,
      "Correct the value that is named.",
    );
  }
  const handler = handlers[name] as (input: unknown) => CallOutput<N> | Promise<CallOutput<N>>;
  return handler(checked.data);
}

/** An error as the window is told it: a Problem in its own words, anything else without details. */
export function toWire(error: unknown): WireProblem {
  if (error instanceof Problem) return error.fields;
  return {
    code: "fault",
    message: "Something went wrong inside Understudy.",
    hint: "The log file has the details. Try again; if it happens again, please report it.",
  };
}

function refuse(code: string, message: string, hint: string): Reply {
  return { ok: false, error: { code, message, hint } };
}
