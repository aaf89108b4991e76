/** What the library workspace remembers while it is open: the query, how it is shown, what is selected. */
import { create } from "zustand";
import type { CallInput } from "#contract/ipc.ts";
import type { LibraryQuery, Selection } from "#contract/library.ts";

export type Query = Omit<LibraryQuery, "place" | "order"> & Pick<LibraryQuery, "place" | "order">;
export type View = "grid" | "list";

/** Items that are selected: named, or all of the query but some. */
export type Selected =
  | { mode: "some"; ids: ReadonlySet<string> }
  | { mode: "all"; except: ReadonlySet<string> };

interface LibraryState {
  query: Query;
  view: View;
  /** Smallest width of a tile in pixels. */
  tile: number;
  selected: Selected;
  /** Index of the item that the keyboard is at, and where a range began. */
  focus: number;
  anchor: number;
  isLooking: boolean;
  /** The item that quick look shows. */
  lookedAt: string | null;
  isExporting: boolean;
  /** What is asked about before it is deleted for good. */
  erasing: "selection" | "trash" | null;
  showsInspector: boolean;
}

export const NOTHING: Selected = { mode: "some", ids: new Set() };

export const useLibrary = create<LibraryState>(() => ({
  query: { place: "library", order: "newest" },
  ...{ view: "grid", tile: 176, selected: NOTHING, focus: 0, anchor: 0 },
  ...{ isLooking: false, lookedAt: null, isExporting: false, erasing: null, showsInspector: true },
}));

export const change = (part: Partial<LibraryState>): void => useLibrary.setState(part);

/** Narrows or widens the query; what was selected is selected no more. */
export function changeQuery(part: Partial<Query>): void {
  const query = { ...useLibrary.getState().query, ...part };
  change({ query, selected: NOTHING, focus: 0, anchor: 0 });
}

/** Back to everything, at the same place and in the same order. */
export function clearFilters(): void {
  const { place, order } = useLibrary.getState().query;
  change({ query: { place, order }, selected: NOTHING, focus: 0, anchor: 0 });
}

/** Whether a query is narrowed by anything but its place. */
export function isNarrowed({ place: _place, order: _order, ...filters }: Query): boolean {
  return Object.values(filters).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "" && value !== 0,
  );
}

export function isSelected(selected: Selected, id: string): boolean {
  return selected.mode === "all" ? !selected.except.has(id) : selected.ids.has(id);
}

export function selectedCount(selected: Selected, total: number): number {
  return selected.mode === "all" ? total - selected.except.size : selected.ids.size;
}

/** The selection as the calls take it; null when nothing is selected. */
export function asSelection(selected: Selected, query: Query): Selection | null {
  if (selected.mode === "all") return { query, except: [...selected.except] };
  return selected.ids.size === 0 ? null : { ids: [...selected.ids] };
}

/** The query as a call takes it: without what does not narrow. */
export function asInput(query: Query): CallInput<"library.page">["query"] {
  const { search, ...rest } = query;
  return search?.trim() ? { ...rest, search: search.trim() } : rest;
}
