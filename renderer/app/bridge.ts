/** The main process, as the window sees it: typed calls that reject with a CallProblem, and events. */
import type { Bridge, CallInput, CallName, CallOutput, EventName, EventPayload } from "#contract/ipc.ts";
import type { WireProblem } from "#contract/problem.ts";

declare global {
  interface Window {
    understudy: Bridge;
  }
}

/** What went wrong in the main process. `code` chooses the words; `message` and `hint` are its own, in English. */
export class CallProblem extends Error {
  readonly code: string;
  readonly hint: string;
  /** Which words of the catalogue tell it, where it has some of its own. */
  readonly text: WireProblem["text"];

  constructor(error: WireProblem) {
    super(error.message);
    this.name = "CallProblem";
    this.code = error.code;
    this.hint = error.hint;
    this.text = error.text;
  }
}

/** Calls the main process; `input` may be left out where the call takes none. Rejects with a CallProblem. */
export async function call<N extends CallName>(
  name: N,
  ...[input]: undefined extends CallInput<N> ? [input?: CallInput<N>] : [input: CallInput<N>]
): Promise<CallOutput<N>> {
  return request(name, input as CallInput<N>);
}

/** `call` for code that is generic over the calls. */
export async function request<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const reply = await window.understudy.call(name, input);
  if (reply.ok) return reply.value;
  throw new CallProblem(reply.error);
}

/** Listens to an event of the main process; the function that is given back ends it. */
export function on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
  return window.understudy.on(name, listener);
}
