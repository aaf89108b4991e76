import { describe, expect, test } from "vitest";
import { menuTemplate } from "./menus.ts";
import { wordsOf } from "./words.ts";

type Item = ReturnType<typeof menuTemplate>[number];

const items = (menu: Item[]): Item[] =>
  menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);

function menu(platform: NodeJS.Platform, shortcuts: Record<string, string> = {}, run = (_: string) => {}) {
  const words = wordsOf({ language: "en" }, "");
  return items(menuTemplate({ words, platform, shortcuts, isPackaged: true, run }));
}

describe.each(["linux", "win32", "darwin"] as const)("on %s", (platform) => {
  test("items run actions of the window", () => {
    const ran: string[] = [];
    for (const item of menu(platform, {}, (id) => void ran.push(id)))
      item.click?.(undefined as never, undefined, {} as never);
    expect(ran).toEqual(
      expect.arrayContaining(["open.draft", "open.settings", "palette.open", "diagnostics.copy"]),
    );
  });

  test("keys are shown, and left to the window", () => {
    const palette = menu(platform).find(({ id }) => id === "palette.open");
    expect(palette).toMatchObject({ accelerator: "CommandOrControl+K", registerAccelerator: false });
    const own = menu(platform, { "palette.open": "mod+shift+P", "open.draft": "" });
    expect(own.find(({ id }) => id === "palette.open")?.accelerator).toBe("CommandOrControl+Shift+P");
    expect(own.find(({ id }) => id === "open.draft")?.accelerator).toBeUndefined();
  });

  test("what only developers need is not in a packaged program", () => {
    const roles = menu(platform).map(({ role }) => role);
    expect(roles).not.toContain("toggleDevTools");
    expect(roles).not.toContain("reload");
    expect(roles).toContain("quit");
  });
});

test("macOS has the program's own menu first", () => {
  const words = wordsOf({ language: "en" }, "");
  const [first] = menuTemplate({ words, platform: "darwin", shortcuts: {}, isPackaged: true, run: () => {} });
  expect(first?.role).toBe("appMenu");
});

test("the language is the user's, else the system's, else English", () => {
  expect(wordsOf({ language: "zh-CN" }, "en-GB").file).toBe("文件");
  expect(wordsOf({ language: "system" }, "zh-Hans-CN").file).toBe("文件");
  expect(wordsOf({ language: "system" }, "de-DE").file).toBe("File");
  expect(wordsOf({ language: "en" }, "zh-CN").file).toBe("File");
});
