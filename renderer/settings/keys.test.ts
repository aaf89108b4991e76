import { describe, expect, it } from "vitest";
import type { Action } from "../actions/action.ts";
import { conflictsOf, pressedKeys } from "./keys.ts";

const event = (
  key: string,
  code: string,
  modifiers: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {},
) => ({
  key,
  code,
  ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...modifiers,
});
const action = (id: string, keys?: string) => ({ id, ...(keys && { keys }), run() {} }) as unknown as Action;

describe("pressedKeys", () => {
  it("names keys as actions do, on both kinds of keyboards", () => {
    expect(pressedKeys(event("K", "KeyK", { ctrlKey: true, shiftKey: true }), false)).toBe("mod+shift+K");
    expect(pressedKeys(event("k", "KeyK", { metaKey: true }), true)).toBe("mod+K");
    expect(pressedKeys(event("k", "KeyK", { ctrlKey: true }), true)).toBe("ctrl+K");
    expect(pressedKeys(event("Backspace", "Backspace", { ctrlKey: true }), false)).toBe("mod+Backspace");
    expect(pressedKeys(event(" ", "Space"), false)).toBe("Space");
    expect(pressedKeys(event("π", "KeyP", { altKey: true }), true)).toBe("alt+P");
  });

  it("waits for more than a modifier", () => {
    expect(pressedKeys(event("Control", "ControlLeft", { ctrlKey: true }), false)).toBeNull();
  });
});

describe("conflictsOf", () => {
  it("finds actions with the same keys, in whatever order they are written", () => {
    const actions = [action("a", "mod+shift+K"), action("b"), action("c", "mod+J"), action("d")];
    expect(conflictsOf(actions, { b: "shift+mod+k" })).toEqual(
      new Map([
        ["a", ["b"]],
        ["b", ["a"]],
      ]),
    );
  });

  it("finds none where keys were taken away", () => {
    expect(conflictsOf([action("a", "mod+K"), action("b", "mod+K")], { b: "" }).size).toBe(0);
  });
});
