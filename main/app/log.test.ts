import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AppInfo } from "#contract/ipc/app.ts";
import { Problem } from "#contract/problem.ts";
import { findHome, type Home } from "#main/home.ts";
import { diagnostics } from "./diagnostics.ts";
import { Log } from "./log.ts";

let home: Home;
let log: Log;
const path = () => join(home.logs, "studio.log");

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), "understudy-of-ann-"));
  home = findHome({ UNDERSTUDY_HOME: root });
  log = new Log(path());
});
afterEach(() => rmSync(home.root, { recursive: true }));

test("one JSON object a line, with the error's details", () => {
  log.info("start", "opened");
  log.error("calls", "app.info failed", new Problem("no-space", "The disk is full.", ""));
  const lines = readFileSync(path(), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  expect(lines).toMatchObject([
    { level: "info", area: "start", message: "opened" },
    { level: "error", error: { name: "Problem", code: "no-space", message: "The disk is full." } },
  ]);
});

test("files are turned over at 1 MiB, and three old ones are kept", () => {
  const full = "x".repeat(2 ** 20);
  for (let i = 0; i < 6; i += 1) {
    log.info("test", `entry ${i}`);
    writeFileSync(path(), full, { flag: "a" });
  }
  expect(readdirSync(home.logs).sort()).toEqual([
    "studio.log",
    "studio.log.1",
    "studio.log.2",
    "studio.log.3",
  ]);
  expect(readFileSync(`${path()}.1`, "utf8")).toContain("entry 4");
  expect(statSync(path()).size).toBeLessThan(2 ** 21);
});

test("a log that cannot be written stops nothing", () => {
  const nowhere = new Log(join(home.root, "file", "studio.log"));
  writeFileSync(join(home.root, "file"), "");
  expect(() => nowhere.info("test", "to standard error")).not.toThrow();
  expect(nowhere.tail(5)).toEqual([]);
});

const INFO: AppInfo = {
  ...{ version: "1.2.3", host: "chromium", platform: "linux", locale: "de-DE" },
  ...{ home: "/home/ann/studio", trouble: null, isRecovered: false },
};

test("diagnostics tell versions and where faults were, but no prompt, name, folder or token", async () => {
  const secret = "a portrait of Ann Lee at hf_abcdefghijklmnop";
  const fault = new Error(`no such pack for "${secret}" in ${home.root}/packs/ann-lee`);
  log.error("calls", "queue.draft failed", fault);
  const odd = new Error(`first line\n    at ${secret} (ann.ts:1:1)`);
  odd.name = secret;
  log.error("window", "an error in the page", odd);
  log.warning("process", "a GPU process stopped: crashed");
  const text = await diagnostics({ ...INFO, home: home.root }, home, log);
  expect(text).toContain("Understudy 1.2.3 on chromium");
  expect(text).toContain("queue.draft failed [Error]");
  expect(text).toContain("log.test.ts:");
  expect(text).toContain("a GPU process stopped");
  for (const leak of ["Ann", "ann", "hf_", "portrait", home.root, tmpdir(), userInfo().homedir]) {
    expect(text).not.toContain(leak);
  }
});

test("diagnostics need no library, no probe and no log", async () => {
  const text = await diagnostics(
    { ...INFO, trouble: { code: "corrupt-library", message: "x", hint: "", backup: 1 } },
    home,
    log,
  );
  expect(text).toContain("Trouble: corrupt-library");
  expect(text).toContain("providers not probed yet");
});
