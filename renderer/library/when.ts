/** When actions of the library make sense. */
import { useNavigation } from "../app/navigation.ts";
import { asSelection, useLibrary } from "./state.ts";

export const inLibrary = (): boolean => useNavigation.getState().workspace === "library";

/** What is selected, as the calls take it; null when nothing is. */
export function selection() {
  const { selected, query } = useLibrary.getState();
  return asSelection(selected, query);
}

/** Something of the trash is selected. */
export const hasTrashSelection = (): boolean =>
  inLibrary() && useLibrary.getState().query.place === "trash" && selection() !== null;

/** Something of the library, not of its trash, is selected. */
export const hasSelection = (): boolean =>
  inLibrary() && useLibrary.getState().query.place === "library" && selection() !== null;
