/** The one item that the user is at, in whichever workspace: what actions on an item act on. */
import type { ItemDetails, ItemKind, ItemPage, ItemRow } from "#contract/library.ts";
import { queryClient } from "../app/calls.ts";
import { useNavigation } from "../app/navigation.ts";
import { shownGeneration } from "../draft/queue.ts";
import { useLibrary } from "./state.ts";

export interface CurrentItem {
  id: string;
  kind: ItemKind;
}

/** In Draft, the clip that is shown; in Library, what is looked at or selected alone. None in the trash. */
export function currentItem(): CurrentItem | null {
  const { workspace } = useNavigation.getState();
  if (workspace === "draft") {
    const id = shownGeneration();
    return id === null ? null : { id, kind: "generation" };
  }
  return workspace === "library" ? chosenItem() : null;
}

function chosenItem(): CurrentItem | null {
  const { selected, lookedAt, query } = useLibrary.getState();
  if (query.place === "trash") return null;
  const [only] = selected.mode === "some" && selected.ids.size === 1 ? selected.ids : [];
  const id = lookedAt ?? only;
  if (id === undefined) return null;
  const row = loadedRow(id);
  return row === undefined || row.trashedAt !== null ? null : { id, kind: row.kind };
}

/** What the window has loaded of an item: for the inspector, or for the list. */
function loadedRow(id: string): ItemRow | undefined {
  const details = queryClient.getQueryData<ItemDetails>(["library.item", { id }]);
  if (details !== undefined) return details;
  const pages = queryClient.getQueriesData<ItemPage>({ queryKey: ["library.page"] });
  return pages.flatMap(([, page]) => page?.rows ?? []).find((row) => row.id === id);
}

/** The item at hand, for the `run` of an action whose `when` has seen that there is one. */
export function requireItem(): CurrentItem {
  const item = currentItem();
  if (item === null) throw new Error("an action on an item ran without one");
  return item;
}

export const isAtItem = (): boolean => currentItem() !== null;
/** A picture, or a clip, which has many. */
export const isAtPicture = (): boolean => isAtItem() && currentItem()?.kind !== "audio";
export const isAtGeneration = (): boolean => currentItem()?.kind === "generation";
