/** Calls of the main process as React hooks: cached and refetched by TanStack Query. */
import {
  QueryClient,
  type UseMutationOptions,
  type UseQueryOptions,
  useMutation,
  useQuery,
} from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import type { CallInput, CallName, CallOutput, EventName, EventPayload } from "#contract/ipc.ts";
import { on, request } from "./bridge.ts";

export const queryClient = new QueryClient({
  defaultOptions: {
    // The main process tells what changes; asking again when the window gets the focus would only flicker.
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      refetchOnWindowFocus: false,
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});

type QueryOptions<N extends CallName> = Omit<
  UseQueryOptions<CallOutput<N>, Error, CallOutput<N>>,
  "queryKey" | "queryFn"
>;

/** The answer to a call, kept under the call's name and input. `queryClient.invalidateQueries` asks again. */
export function useCall<N extends CallName>(name: N, input: CallInput<N>, options: QueryOptions<N> = {}) {
  return useQuery<CallOutput<N>>({
    ...options,
    queryKey: [name, input],
    queryFn: () => request(name, input),
  });
}

/** A call that changes something, made when the user asks for it. */
export function useCallMutation<N extends CallName>(
  name: N,
  options: Omit<UseMutationOptions<CallOutput<N>, Error, CallInput<N>>, "mutationFn"> = {},
) {
  return useMutation<CallOutput<N>, Error, CallInput<N>>({
    ...options,
    mutationFn: (input) => request(name, input),
  });
}

/** Listens to an event of the main process while the component is there. */
export function useEvent<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): void {
  const latest = useEffectEvent(listener);
  useEffect(() => on(name, (payload) => latest(payload)), [name]);
}
