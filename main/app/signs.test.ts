/** Which notifications the settings want, and what they say. */
import { expect, test, vi } from "vitest";
import type { PackOperation } from "#contract/operation.ts";
import type { QueueJob } from "#contract/queue.ts";
import { DEFAULT_SETTINGS } from "#contract/settings.ts";
import { desktopSigns } from "./signs.ts";
import type { Notice, Surroundings } from "./studio.ts";
import { wordsOf } from "./words.ts";

const job = (phase: QueueJob["phase"]) => ({ phase, request: { prompt: "a sea" } }) as QueueJob;
const operation = (part: Partial<PackOperation>) =>
  ({ type: "add", state: "done", subject: "hf:somebody/lcm", pack: "lcm", ...part }) as PackOperation;

function told(notifications: { drafts: boolean; downloads: boolean }): [string, string][] {
  const notices: Notice[] = [];
  const desk = { setProgress: vi.fn(), notify: (notice: Notice) => notices.push(notice) };
  const settings = { get: () => ({ ...DEFAULT_SETTINGS, notifications }) };
  const signs = desktopSigns({ desk, log: {} as Surroundings["log"], settings }, () =>
    wordsOf({ language: "en" }, "en"),
  );
  signs.onEnded?.(job("done"));
  signs.onEnded?.(job("failed"));
  signs.onPackEnded?.(operation({}));
  signs.onPackEnded?.(operation({ state: "failed", pack: null }));
  signs.onPackEnded?.(operation({ type: "verify" }));
  return notices.map(({ title, body }) => [title, body]);
}

test("drafts and packs are told when they end, checks of a pack are not", () => {
  expect(told({ drafts: true, downloads: true })).toEqual([
    ["The draft is ready", "a sea"],
    ["The draft failed", "a sea"],
    ["The pack is ready", "lcm"],
    ["The pack was not added", "somebody/lcm"],
  ]);
});

test("what the settings do not want is not told", () => {
  expect(told({ drafts: false, downloads: true }).map(([title]) => title)).toEqual([
    "The pack is ready",
    "The pack was not added",
  ]);
  expect(told({ drafts: false, downloads: false })).toEqual([]);
});
