import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { placeWindow, readWindowState, writeWindowState } from "./window-state.ts";

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };
const RIGHT = { x: 1920, y: 0, width: 2560, height: 1440 };
const at = (x: number, y: number, width = 1200, height = 700) => ({
  bounds: { x, y, width, height },
  isMaximized: false,
});

describe("placing", () => {
  test("opens where it was", () => {
    expect(placeWindow(at(2000, 50), [SCREEN, RIGHT])).toEqual({
      ...{ x: 2000, y: 50, width: 1200, height: 700, isMaximized: false },
    });
  });

  test.each([
    ["on a display that is gone", at(2000, 50)],
    ["with its title bar above the display", at(100, -50)],
    ["with hardly a corner visible", at(1900, 1000)],
    ["far away", at(-30000, -30000)],
  ])("opens in the middle when it was %s", (_, state) => {
    expect(placeWindow(state, [SCREEN])).toEqual({ width: 1280, height: 800, isMaximized: false });
  });

  test("is no larger than the display, and no smaller than the studio needs", () => {
    expect(placeWindow(at(0, 0, 4000, 3000), [SCREEN])).toMatchObject({ width: 1920, height: 1080 });
    expect(placeWindow(at(0, 0, 300, 200), [SCREEN])).toMatchObject({ width: 900, height: 600 });
  });

  test("stays maximised", () => {
    expect(placeWindow({ ...at(10, 10), isMaximized: true }, [SCREEN]).isMaximized).toBe(true);
  });
});

describe("keeping", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "understudy-state-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("gives back what was kept", () => {
    const file = join(folder, "window.json");
    writeWindowState(file, at(1, 2));
    expect(readWindowState(file)).toEqual(at(1, 2));
  });

  test.each(["", "{", "null", '{"bounds":{"x":"1"}}', '{"bounds":{"x":0,"y":0,"width":-1,"height":5}}'])(
    "forgets a damaged file: %s",
    (content) => {
      writeFileSync(join(folder, "window.json"), content);
      expect(readWindowState(join(folder, "window.json"))).toBeUndefined();
    },
  );

  test("does without a folder that cannot be written", () => {
    expect(() => writeWindowState(join(folder, "missing", "window.json"), at(1, 2))).not.toThrow();
  });
});
