/** Keys that run actions, and actions that the main process asks for. */
import { getHotkeyHandler, type HotkeyItem } from "@mantine/hooks";
import { useEffect } from "react";
import { ACTIONS, keysOf, runAction } from "../actions/index.ts";
import { useEvent } from "./calls.ts";
import { useSettings } from "./settings.ts";

/** Listens for every action's keys while the window is open. */
export function useShortcuts(): void {
  const { shortcuts } = useSettings();
  useEffect(() => {
    const bound = ACTIONS.filter((action) => keysOf(action, shortcuts) !== "");
    const keys = (actions: typeof bound): HotkeyItem[] =>
      actions.map((action) => [
        keysOf(action, shortcuts),
        () => void runAction(action),
        { preventDefault: true },
      ]);
    const always = getHotkeyHandler(keys(bound.filter((action) => action.whileTyping)));
    const outsideOfText = getHotkeyHandler(keys(bound.filter((action) => !action.whileTyping)));
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      always(event);
      if (!isTyping(event.target)) outsideOfText(event);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [shortcuts]);
  useEvent("app.action", ({ id }) => {
    const asked = ACTIONS.find((action) => action.id === id);
    if (asked !== undefined) void runAction(asked);
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
