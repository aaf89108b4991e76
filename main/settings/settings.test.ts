import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "#contract/settings.ts";
import { findHome, type Home, prepareHome } from "#main/home.ts";
import { SettingsStore } from "./index.ts";

function freshHome(): Home {
  const home = findHome({ UNDERSTUDY_HOME: mkdtempSync(join(tmpdir(), "settings-")) });
  prepareHome(home);
  return home;
}

test("settings that nobody changed are the defaults, and no file is made", () => {
  expect(new SettingsStore(freshHome()).get()).toEqual(DEFAULT_SETTINGS);
});

test("a change is kept, told, and leaves the rest alone", async () => {
  const home = freshHome();
  const told: string[] = [];
  const store = new SettingsStore(home, ({ theme }) => told.push(theme));
  await Promise.all([store.set({ theme: "light" }), store.set({ language: "zh-CN" })]);
  expect(told).toEqual(["light", "light"]);
  expect(new SettingsStore(home).get()).toEqual({ ...DEFAULT_SETTINGS, theme: "light", language: "zh-CN" });
});

test("of a damaged file, the fields that are right are kept", () => {
  const home = freshHome();
  const path = join(home.root, "settings.json");
  writeFileSync(path, '{"theme": "light", "language": "klingon", "later": 1}');
  expect(new SettingsStore(home).get()).toEqual({ ...DEFAULT_SETTINGS, theme: "light" });
  writeFileSync(path, '{"theme": "li');
  expect(new SettingsStore(home).get()).toEqual(DEFAULT_SETTINGS);
  expect(readFileSync(path, "utf8")).toBe('{"theme": "li');
});
