/** The items of the query, loaded by pages as they come into view. */
import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { ItemPage, ItemRow } from "#contract/library.ts";
import { request } from "../app/bridge.ts";
import { asInput, type Query } from "./state.ts";

const PAGE = 120;
/** Pages out of sight are forgotten soon: a library can be long. */
const KEPT_MS = 10_000;
/** So many items before and after those in view are loaded with them. */
const AHEAD = 40;
/** Where a scrollbar that is dragged only passes by, nothing is loaded. */
const REST_MS = 60;

export interface Items {
  /** What is shown: another query only when its first page is there. */
  query: Query;
  total: number;
  /** Nothing is known yet. */
  isLoading: boolean;
  error: Error | null;
  /** Undefined until it is loaded. */
  rowAt(index: number): ItemRow | undefined;
  retry(): void;
}

/** A page, and what it is of. */
interface Page extends ItemPage {
  query: Query;
}

const pageOf = (query: Query, page: number) => ({
  queryKey: ["library.page", JSON.stringify(asInput(query)), page],
  queryFn: async (): Promise<Page> => {
    const span = { offset: page * PAGE, limit: PAGE };
    return { query, ...(await request("library.page", { query: asInput(query), ...span })) };
  },
  gcTime: KEPT_MS,
});
const totalOf = ({ total, query }: Page) => ({ total, query });
const pagesOf = (results: { data: Page | undefined }[]) => results.map(({ data }) => data);

/** How many items there are, by the first page; what is in view is loaded by `useRows`. */
export function useItems(query: Query): Items {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    ...pageOf(query, 0),
    select: totalOf,
    placeholderData: keepPreviousData,
  });
  const shown = data?.query ?? query;
  const total = data?.total ?? 0;
  const isLoading = data === undefined;
  const rowAt = useCallback(
    (index: number) => {
      const { queryKey } = pageOf(shown, Math.floor(index / PAGE));
      return client.getQueryData<Page>(queryKey)?.rows[index % PAGE];
    },
    [client, shown],
  );
  return useMemo(
    () => ({ query: shown, total, isLoading, error, rowAt, retry: () => void refetch() }),
    [shown, total, isLoading, error, rowAt, refetch],
  );
}

/** The items from `first` to `last`, and a few around them; another function whenever more of them are there. */
export function useRows({ query, rowAt }: Items, first: number, last: number): Items["rowAt"] {
  const from = Math.floor(Math.max(0, first - AHEAD) / PAGE);
  const to = Math.floor((last + AHEAD) / PAGE);
  const [span, setSpan] = useState([from, to] as const);
  useEffect(() => {
    const load = () => setSpan((span) => (span[0] === from && span[1] === to ? span : [from, to]));
    const isNear = from <= span[1] + 1 && to >= span[0] - 1;
    if (isNear) return load();
    const rests = window.setTimeout(load, REST_MS);
    return () => window.clearTimeout(rests);
  }, [from, to, span]);
  const pages = useQueries({
    queries: Array.from({ length: span[1] - span[0] + 1 }, (_, i) => pageOf(query, span[0] + i)),
    combine: pagesOf,
  });
  return useCallback(
    (index: number) => {
      const page = pages[Math.floor(index / PAGE) - span[0]];
      return page === undefined ? rowAt(index) : page.rows[index % PAGE];
    },
    [pages, span, rowAt],
  );
}
