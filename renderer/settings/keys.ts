/** Keys as they are pressed, and which actions want the same ones. */
import type { Action } from "../actions/action.ts";

const MODIFIERS = ["Control", "Meta", "Alt", "Shift", "AltGraph", "CapsLock"];
/** On a Mac, the key that "mod" means is Cmd. */
const MAC = typeof navigator !== "undefined" && navigator.userAgent.includes("Mac OS");

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/**
 * What was pressed, as actions write their keys: "mod+shift+K". null for modifiers alone, and for characters
 * without one but Shift, which belong to what is typed - keys that type nothing may stand alone.
 */
export function pressedKeys(
  { key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed,
  isMac = MAC,
): string | null {
  if (MODIFIERS.includes(key)) return null;
  const [mod, other] = isMac ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  const modifiers = [mod && "mod", other && (isMac ? "ctrl" : "meta"), altKey && "alt", shiftKey && "shift"];
  return [...modifiers.filter(Boolean), nameOf(key, code)].join("+");
}

/** With modifiers, what a key gives depends on the layout; where it stands does not. */
function nameOf(key: string, code: string): string {
  const place = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  if (place !== undefined) return place;
  if (key === " ") return "Space";
  return key === "+" ? "plus" : key;
}

/** For each action whose keys others have, too: those others. */
export function conflictsOf(
  actions: readonly Action[],
  shortcuts: Record<string, string>,
): Map<string, string[]> {
  const byKeys = Map.groupBy(
    actions.filter((action) => normal(shortcuts[action.id] ?? action.keys ?? "") !== ""),
    (action) => normal(shortcuts[action.id] ?? action.keys ?? ""),
  );
  const conflicts = [...byKeys.values()].filter((same) => same.length > 1);
  return new Map(
    conflicts.flatMap((same) =>
      same.map(({ id }): [string, string[]] => [
        id,
        same.map((other) => other.id).filter((other) => other !== id),
      ]),
    ),
  );
}

/** Whatever the order of modifiers and the case of letters, the same keys are the same. */
function normal(keys: string): string {
  return keys
    .toLowerCase()
    .split("+")
    .map((key) => key.trim())
    .sort()
    .join("+");
}
