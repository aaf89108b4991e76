/** Goes to one item of the library, wherever it is: selected, in view, with its details open. */
import { CallProblem, request } from "../app/bridge.ts";
import { openWorkspace } from "../app/navigation.ts";
import { toastProblem } from "../ui/toasts.tsx";
import { asInput, change, type Query, useLibrary } from "./state.ts";

/** Keeps the query when the item is in it; else shows everything, and at last the trash. */
export async function showInLibrary(id: string): Promise<void> {
  const { query } = useLibrary.getState();
  const { order } = query;
  try {
    for (const candidate of [query, { place: "library", order }, { place: "trash", order }] as const) {
      if (await goTo(id, candidate)) return;
    }
    throw new CallProblem({ code: "not-found", message: "", hint: "" });
  } catch (error) {
    toastProblem(error);
  }
}

async function goTo(id: string, query: Query): Promise<boolean> {
  const offset = await request("library.offsetOf", { query: asInput(query), id });
  if (offset === null) return false;
  change({
    ...{ query, selected: { mode: "some", ids: new Set([id]) }, focus: offset, anchor: offset },
    ...{ showsInspector: true, isLooking: false },
  });
  openWorkspace("library");
  return true;
}
