import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ChosenPaths } from "./chosen.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-chosen-"));
  mkdirSync(join(folder, "chosen"));
  writeFileSync(join(folder, "secret"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what was chosen, and what lies in it, counts; also what is yet to be written there", () => {
  const chosen = new ChosenPaths([join(folder, "chosen")]);
  expect(chosen.has(join(folder, "chosen"))).toBe(true);
  expect(chosen.has(join(folder, "chosen", "new", "clip.mp4"))).toBe(true);
  chosen.add(join(folder, "clip.mp4"));
  expect(chosen.has(join(folder, "clip.mp4"))).toBe(true);
});

test.each(["secret", "chosen/../secret", "chosen-too", "chosen/link", ""])("%j does not count", (path) => {
  symlinkSync(join(folder, "secret"), join(folder, "chosen", "link"));
  const chosen = new ChosenPaths([join(folder, "chosen")]);
  expect(chosen.has(`${folder}/${path}`)).toBe(false);
  expect(() => chosen.require(`${folder}/${path}`)).toThrow(/neither in the studio's folder/);
});

test("what is dropped counts when it is there", () => {
  const chosen = new ChosenPaths();
  expect(chosen.addDropped(join(folder, "secret"))).toBe(true);
  expect(chosen.has(join(folder, "secret"))).toBe(true);
  expect(chosen.addDropped(join(folder, "nothing"))).toBe(false);
  expect(chosen.addDropped("secret")).toBe(false);
});

test("a relative path counts nowhere", () => {
  expect(new ChosenPaths(["/"]).has("etc/passwd")).toBe(false);
});
