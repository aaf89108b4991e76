/** Many small steps in one transaction, with turns of the event loop between them. */
import { setImmediate as nextTurn } from "node:timers/promises";

/** So much work at once that nobody notices, of what takes tens of microseconds each. */
const STEPS = 100;

export async function inChunks<Item>(items: readonly Item[], step: (item: Item) => void): Promise<void> {
  for (let i = 0; i < items.length; i += STEPS) {
    if (i > 0) await nextTurn();
    for (const item of items.slice(i, i + STEPS)) step(item);
  }
}
