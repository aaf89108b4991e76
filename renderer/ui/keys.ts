/** Key combinations as the user's keyboard has them: "mod+K" is Ctrl K, or Cmd K on a Mac. */
const MAC = navigator.userAgent.includes("Mac OS");

const NAMES: Record<string, [mac: string, other: string]> = {
  mod: ["⌘", "Ctrl"],
  ctrl: ["⌃", "Ctrl"],
  meta: ["⌘", "Win"],
  alt: ["⌥", "Alt"],
  shift: ["⇧", "Shift"],
  backspace: ["⌫", "Backspace"],
  enter: ["↵", "Enter"],
  escape: ["Esc", "Esc"],
  arrowleft: ["←", "←"],
  arrowright: ["→", "→"],
  arrowup: ["↑", "↑"],
  arrowdown: ["↓", "↓"],
};

/** "mod+shift+K" -> "Ctrl Shift K". */
export function keyLabel(keys: string): string {
  const names = keys.split("+").map((key) => NAMES[key.trim().toLowerCase()]?.[MAC ? 0 : 1] ?? key.trim());
  return names.map((name) => (name.length === 1 ? name.toUpperCase() : name)).join(MAC ? "" : " ");
}
