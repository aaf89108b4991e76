/** Selecting by click, range, rectangle and keyboard. */
import { MAX_NAMED } from "#contract/library.ts";
import { request } from "../app/bridge.ts";
import { toastProblem } from "../ui/toasts.tsx";
import type { Items } from "./items.ts";
import { asInput, change, type Selected, useLibrary } from "./state.ts";

interface Modifiers {
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** A click on an item. */
export async function selectAt(items: Items, index: number, keys: Modifiers): Promise<void> {
  const row = items.rowAt(index);
  if (row === undefined) return;
  const { selected, anchor } = useLibrary.getState();
  if (keys.shiftKey) {
    change({ focus: index });
    await selectRange(anchor, index);
  } else if (keys.ctrlKey || keys.metaKey) {
    change({ selected: toggled(selected, row.id), focus: index, anchor: index });
  } else {
    change({ selected: { mode: "some", ids: new Set([row.id]) }, focus: index, anchor: index });
  }
}

function toggled(selected: Selected, id: string): Selected {
  const flip = (ids: ReadonlySet<string>) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    return next;
  };
  return selected.mode === "all"
    ? { mode: "all", except: flip(selected.except) }
    : { mode: "some", ids: flip(selected.ids) };
}

/** Everything from one index to another; the items between need not be loaded. */
export async function selectRange(from: number, to: number): Promise<void> {
  const { query } = useLibrary.getState();
  const offset = Math.min(from, to);
  const limit = Math.min(MAX_NAMED, Math.abs(to - from) + 1);
  try {
    const ids = await request("library.ids", { query: asInput(query), offset, limit });
    change({ selected: { mode: "some", ids: new Set(ids) } });
  } catch (error) {
    toastProblem(error);
  }
}

/** The items at these indices, besides what is kept; those that were scrolled past need not be loaded. */
export async function selectIndices(
  items: Items,
  indices: readonly number[],
  kept: ReadonlySet<string>,
): Promise<void> {
  const [first, last] = [indices[0], indices.at(-1)];
  if (first === undefined || last === undefined) return;
  if (indices.every((index) => items.rowAt(index) !== undefined)) return;
  const { query } = useLibrary.getState();
  const limit = Math.min(MAX_NAMED, last - first + 1);
  try {
    const ids = await request("library.ids", { query: asInput(query), offset: first, limit });
    const touched = indices.flatMap((index) => ids[index - first] ?? []);
    change({ selected: { mode: "some", ids: new Set([...kept, ...touched]) } });
  } catch (error) {
    toastProblem(error);
  }
}

export function selectAll(): void {
  change({ selected: { mode: "all", except: new Set() } });
}

/** Moves the keyboard's place; true when the key was one of its own. */
export function moveFocus(event: React.KeyboardEvent, items: Items, columns: number, rows: number): boolean {
  const { focus, anchor } = useLibrary.getState();
  const last = items.total - 1;
  const steps: Record<string, number> = {
    ...{ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns },
    ...{ PageUp: -columns * rows, PageDown: columns * rows, Home: -focus, End: last - focus },
  };
  const step = steps[event.key];
  if (step === undefined || items.total === 0) return false;
  const next = focus + step;
  const target = Math.max(0, Math.min(last, next));
  // Up from the first row and down from the last stay where they are.
  if ((event.key === "ArrowUp" || event.key === "ArrowDown") && target !== next) return true;
  if (event.shiftKey) {
    change({ focus: target });
    void selectRange(anchor, target);
    return true;
  }
  const row = items.rowAt(target);
  change({ focus: target, anchor: target });
  if (row === undefined) void selectRange(target, target);
  else change({ selected: { mode: "some", ids: new Set([row.id]) } });
  return true;
}
