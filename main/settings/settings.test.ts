import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, type Settings, SettingsChange } from "#contract/settings.ts";
import { findHome } from "#main/home.ts";
import { SettingsStore } from "./index.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-settings-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const home = () => findHome({ UNDERSTUDY_HOME: root });
const open = (onChange?: (settings: Settings) => void) => new SettingsStore(home(), onChange);
const file = () => join(root, "settings.json");

describe("SettingsStore", () => {
  it("begins with the defaults and writes nothing", () => {
    expect(open().get()).toEqual(DEFAULT_SETTINGS);
    expect(readdirSync(root)).toEqual([]);
  });

  it("keeps what was changed, and only that", async () => {
    const told: Settings[] = [];
    const store = open((settings) => told.push(settings));
    await store.set(SettingsChange.parse({ theme: "light" }));
    await store.set(SettingsChange.parse({ language: "zh-CN", shortcuts: { "library.trash": "" } }));
    const expected = {
      ...DEFAULT_SETTINGS,
      theme: "light",
      language: "zh-CN",
      shortcuts: { "library.trash": "" },
    };
    expect(open().get()).toEqual(expected);
    expect(told.at(-1)).toEqual(expected);
    expect(readdirSync(root)).toEqual(["settings.json"]);
  });

  it("loses none of many changes at once", async () => {
    const store = open();
    await Promise.all([
      store.set({ theme: "dark" }),
      store.set({ trashDays: 7 }),
      store.set({ promptHistory: false }),
    ]);
    expect(open().get()).toMatchObject({ theme: "dark", trashDays: 7, promptHistory: false });
  });

  it("refuses a change that has no meaning", () => {
    expect(SettingsChange.safeParse({ theme: "pink" }).success).toBe(false);
    expect(SettingsChange.safeParse({ them: "dark" }).success).toBe(false);
    expect(SettingsChange.safeParse({ trashDays: -1 }).success).toBe(false);
  });

  it("takes what is right of a damaged file, names the rest, and keeps the file aside", async () => {
    const damaged = JSON.stringify({ theme: "light", trashDays: "soon", language: "zh-CN" });
    writeFileSync(file(), damaged);
    const store = open();
    expect(store.get()).toEqual({ ...DEFAULT_SETTINGS, theme: "light", language: "zh-CN" });
    expect(store.damage).toEqual({
      keptAs: expect.stringContaining("settings.damaged-"),
      lost: ["trashDays"],
    });
    await store.set({ theme: "dark" });
    expect(readFileSync(store.damage!.keptAs, "utf8")).toBe(damaged);
    expect(open().damage).toBeNull();
  });

  it.each(["", "{", "[]", "null", "\u0000\u0000"])(
    "keeps a file that is no settings aside: %j",
    (content) => {
      writeFileSync(file(), content);
      const store = open();
      expect(store.get()).toEqual(DEFAULT_SETTINGS);
      expect(store.damage).toMatchObject({ lost: [] });
      expect(readFileSync(store.damage!.keptAs, "utf8")).toBe(content);
    },
  );

  it("keeps the settings of a later version", async () => {
    writeFileSync(file(), JSON.stringify({ theme: "light", holograms: { depth: 3 } }));
    const store = open();
    expect(store.damage).toBeNull();
    await store.set({ theme: "dark" });
    expect(JSON.parse(readFileSync(file(), "utf8"))).toMatchObject({
      holograms: { depth: 3 },
      theme: "dark",
    });
  });
});
