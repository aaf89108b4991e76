/** The items of the query, loaded by pages as they come into view. */
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ItemPage, ItemRow } from "#contract/library.ts";
import { request } from "../app/bridge.ts";
import { asInput, type Query } from "./state.ts";

const PAGE = 120;
/** Pages out of sight are forgotten soon: a library can be long. */
const KEPT_MS = 60_000;

export interface Items {
  total: number;
  /** Nothing is known yet. */
  isLoading: boolean;
  error: Error | null;
  rowAt(index: number): ItemRow | undefined;
  /** Tells which part is in view. */
  show(first: number, last: number): void;
  retry(): void;
}

const pageKey = (query: string, page: number) => ["library.page", query, page];

/** What is shown stays until the first page of another query is there. */
export function useItems(query: Query): Items {
  const client = useQueryClient();
  const key = JSON.stringify(asInput(query));
  const [span, setSpan] = useState<[number, number]>([0, 0]);
  const [first, last] = span;
  const pages = useMemo(() => Array.from({ length: last - first + 1 }, (_, i) => first + i), [first, last]);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: pageKey(key, page),
      queryFn: (): Promise<ItemPage> =>
        request("library.page", { query: asInput(query), offset: page * PAGE, limit: PAGE }),
      gcTime: KEPT_MS,
    })),
  });
  const shown = useRef({ key, total: 0, isKnown: false });
  const loaded = results.find(({ data }) => data !== undefined)?.data;
  if (loaded !== undefined) shown.current = { key, total: loaded.total, isKnown: true };

  useEffect(() => {
    if (key) setSpan([0, 0]);
  }, [key]);
  return {
    total: shown.current.total,
    isLoading: !shown.current.isKnown,
    error: results.find(({ error }) => error)?.error ?? null,
    rowAt: (index) =>
      client.getQueryData<ItemPage>(pageKey(shown.current.key, Math.floor(index / PAGE)))?.rows[index % PAGE],
    show(from, to) {
      const [a, b] = [Math.floor(Math.max(0, from) / PAGE), Math.floor(Math.max(0, to) / PAGE)];
      if (a !== first || b !== last) setSpan([a, b]);
    },
    retry: () => void results[0]?.refetch(),
  };
}
