/** Where the window was, so that it opens there again. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";

export const MINIMUM = { width: 900, height: 600 };
const DEFAULT = { width: 1280, height: 800 };
/** So much of the window must be on a display that one can take hold of it. */
const VISIBLE = { width: 200, height: 100 };

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
const WindowState = z.object({ bounds: Bounds, isMaximized: z.boolean() });
export type Bounds = z.infer<typeof Bounds>;
export type WindowState = z.infer<typeof WindowState>;

/** Size and, where it can be kept, position of a new window. */
export interface Placement {
  width: number;
  height: number;
  x?: number;
  y?: number;
  isMaximized: boolean;
}

/** What was kept in `file`; undefined when nothing, or nothing right, is there. */
export function readWindowState(file: string): WindowState | undefined {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Keeps a state. Failing to is no reason to bother anybody. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.tmp`, JSON.stringify(state));
    renameSync(`${file}.tmp`, file);
  } catch {
    // The window opens in its usual place next time.
  }
}

/** Places a window as it was, as far as the displays (their work areas) still allow it. */
export function placeWindow(state: WindowState | undefined, displays: readonly Bounds[]): Placement {
  if (!state) return { ...DEFAULT, isMaximized: false };
  const { bounds, isMaximized } = state;
  const width = Math.max(bounds.width, MINIMUM.width);
  const height = Math.max(bounds.height, MINIMUM.height);
  const display = displays.find((area) => isReachable(bounds, area));
  if (!display) return { ...DEFAULT, isMaximized };
  const size = { width: Math.min(width, display.width), height: Math.min(height, display.height) };
  return { ...size, x: bounds.x, y: bounds.y, isMaximized };
}

function isReachable(window: Bounds, area: Bounds): boolean {
  const overlap = (a: number, aLength: number, b: number, bLength: number) =>
    Math.min(a + aLength, b + bLength) - Math.max(a, b);
  return (
    overlap(window.x, window.width, area.x, area.width) >= VISIBLE.width &&
    overlap(window.y, window.height, area.y, area.height) >= VISIBLE.height &&
    // The title bar must be on the display.
    window.y >= area.y
  );
}
