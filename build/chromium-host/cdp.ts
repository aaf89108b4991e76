/** The Chrome DevTools Protocol over a pipe, which nobody but our own child process can reach. */
import { EventEmitter } from "node:events";
import type { Readable, Writable } from "node:stream";

type Parameters = Record<string, unknown>;

interface Message {
  id?: number;
  method?: string;
  params?: Parameters;
  result?: Parameters;
  error?: { message: string };
  sessionId?: string;
}

/** Emits `"<session>/<method>"` with the parameters of every event; the browser's own session is "". */
export class DevTools extends EventEmitter {
  readonly #output: Writable;
  readonly #waiting = new Map<number, PromiseWithResolvers<Parameters>>();
  #lastId = 0;
  #rest = "";

  constructor(input: Readable, output: Writable) {
    super();
    this.#output = output;
    input.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    input.on("close", () => this.#end());
    // A browser that has gone breaks the pipe; "close" tells it.
    output.on("error", () => {});
    input.on("error", () => {});
  }

  /** Sends a command. Rejects when the browser refuses it or goes away. */
  send(method: string, params: Parameters = {}, sessionId = ""): Promise<Parameters> {
    this.#lastId += 1;
    const answer = Promise.withResolvers<Parameters>();
    this.#waiting.set(this.#lastId, answer);
    const message = { id: this.#lastId, method, params, ...(sessionId && { sessionId }) };
    this.#output.write(`${JSON.stringify(message)}\0`);
    return answer.promise;
  }

  #read(text: string): void {
    const messages = (this.#rest + text).split("\0");
    this.#rest = messages.pop() ?? "";
    for (const message of messages) this.#take(JSON.parse(message) as Message);
  }

  #take({ id, method, params = {}, result = {}, error, sessionId = "" }: Message): void {
    if (id === undefined) {
      this.emit(`${sessionId}/${method}`, params);
      return;
    }
    const answer = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) answer?.reject(new Error(error.message));
    else answer?.resolve(result);
  }

  #end(): void {
    for (const answer of this.#waiting.values()) answer.reject(new Error("the browser has gone"));
    this.#waiting.clear();
  }
}
