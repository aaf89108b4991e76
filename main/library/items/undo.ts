/** The last changes of the library, and what takes each of them back. */
import { Problem } from "#contract/problem.ts";
import { newId } from "../ids.ts";

const REMEMBERED = 50;

/** Takes a change back and tells how many items that changed. */
export type Inverse = () => Promise<number>;

export class Undo {
  readonly #inverses = new Map<string, Inverse>();

  /** Remembers how to take a change back; gives the token for it. */
  add(inverse: Inverse): string {
    const token = newId();
    this.#inverses.set(token, inverse);
    if (this.#inverses.size > REMEMBERED) this.#inverses.delete(this.#inverses.keys().next().value!);
    return token;
  }

  /** Takes a change back, once. Throws Problem "not-found" when that is not possible any more. */
  async run(token: string): Promise<number> {
    const inverse = this.#inverses.get(token);
    if (inverse === undefined) {
      throw new Problem("not-found", "That change cannot be taken back any more.", "Change it by hand.", {
        text: { key: "undo-gone" },
      });
    }
    this.#inverses.delete(token);
    return inverse();
  }
}
