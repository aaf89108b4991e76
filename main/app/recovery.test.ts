import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Log } from "./log.ts";
import { recoverPage } from "./recovery.ts";

let folder: string;
let stop: (reason: string) => void;
let clock: number;
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-recovery-"));
  clock = 0;
  told = [];
  recoverPage(
    {
      on: (_, listener) => {
        stop = (reason) => listener({}, { reason });
      },
      reload: () => void told.push("reload"),
    },
    {
      log: new Log(join(folder, "log")),
      onStop: (isLoop) => void told.push(isLoop ? "loop" : "stop"),
      onGiveUp: () => void told.push("give up"),
      now: () => clock,
    },
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a page that stops is opened again", () => {
  stop("crashed");
  expect(told).toEqual(["stop", "reload"]);
});

test("a page that is closed stays closed", () => {
  stop("clean-exit");
  expect(told).toEqual([]);
});

test("a page that stops again and again is not opened as if nothing were, and not for ever", () => {
  for (let i = 0; i < 6; i += 1) stop("oom");
  expect(told).toEqual([
    ...["stop", "reload", "stop", "reload"],
    ...["loop", "reload", "loop", "reload", "loop", "reload"],
    "give up",
  ]);
});

test("stops that are far apart are no loop", () => {
  for (let i = 0; i < 10; i += 1) {
    stop("crashed");
    clock += 61_000;
  }
  expect(told).not.toContain("loop");
});
