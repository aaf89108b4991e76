/** The action table: every file in a folder called actions/. */
import { currentSettings } from "../app/settings.ts";
import { toastProblem } from "../ui/toasts.tsx";
import type { Action } from "./action.ts";

const FILES = import.meta.glob<Action>(["../**/actions/*.ts", "!./action.ts", "!./index.ts"], {
  eager: true,
  import: "default",
});

export const ACTIONS: readonly Action[] = Object.values(FILES).sort((a, b) => (a.id < b.id ? -1 : 1));

/** The keys of an action: the user's, else its own. Empty when it has none. */
export function keysOf(
  action: Action,
  shortcuts: Record<string, string> = currentSettings().shortcuts,
): string {
  return shortcuts[action.id] ?? action.keys ?? "";
}

/** Runs an action, if it makes sense now; what goes wrong is told. */
export async function runAction(action: Action): Promise<void> {
  if (action.when?.() === false) return;
  try {
    await action.run();
  } catch (error) {
    toastProblem(error);
  }
}
