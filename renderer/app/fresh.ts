/**
 * Keeps the answers of calls fresh by the main process's events. It listens before anything is asked and for as
 * long as the window is there: what changes while a workspace is closed, or an answer is under way, is not lost.
 */
import type { CallName, CallOutput } from "#contract/ipc.ts";
import { on } from "./bridge.ts";
import { queryClient } from "./calls.ts";

/** Calls without input, whose answers are kept under their name alone. */
type Plain = "settings.get" | "machine.get" | "packs.operations" | "storage.move" | "library.tasks";

/** What each event makes old, or brings. */
export function keepFresh(): void {
  on("settings.changed", (settings) => replace("settings.get", settings));
  on("machine.changed", (machine) => replace("machine.get", machine));
  on("packs.progress", ({ operations }) => replace("packs.operations", operations));
  on("packs.changed", () => outdate("packs.list", "packs.get", "storage.report"));
  on("storage.moving", ({ move }) => replace("storage.move", move));
  on("storage.changed", () => outdate("storage.report", "storage.trouble", "packs.list", "packs.get"));
  on("library.changed", () => outdate("library.page", "library.facets", "library.item", "library.lineage"));
  on("library.task", (task) => {
    const known = queryClient.getQueryData<CallOutput<"library.tasks">>(["library.tasks", undefined]);
    if (known === undefined) return outdate("library.tasks");
    const others = known.filter(({ id }) => id !== task.id);
    const isKnown = others.length < known.length;
    const tasks = isKnown ? known.map((one) => (one.id === task.id ? task : one)) : [...known, task];
    return replace("library.tasks", tasks);
  });
}

/** Puts what an event brought in the place of an answer, also of one that is still under way. */
async function replace<N extends Plain>(name: N, value: CallOutput<N>): Promise<void> {
  const queryKey = [name, undefined];
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, value);
}

/** Asks again for what is on the screen now, and for the rest when it is next shown. */
async function outdate(...names: CallName[]): Promise<void> {
  for (const name of names) {
    // An answer under way may have been read before the change; left alone, it would count as fresh.
    await queryClient.cancelQueries({ queryKey: [name] });
    void queryClient.invalidateQueries({ queryKey: [name] });
  }
}
