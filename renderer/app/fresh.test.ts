/** What the window knows stays right, whenever an event comes: before, during and after an answer. */
import { QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CallName, EventName } from "#contract/ipc.ts";
import { DEFAULT_SETTINGS, type Settings } from "#contract/settings.ts";
import { request } from "./bridge.ts";
import { queryClient } from "./calls.ts";
import { keepFresh } from "./fresh.ts";
import { currentSettings, loadSettings } from "./settings.ts";

/** Answers of the main process that are still under way, and the window's listeners. */
let asked: { name: CallName; answer: (value: unknown) => void }[];
let listeners: Map<EventName, (payload: never) => void>;

beforeEach(() => {
  asked = [];
  listeners = new Map();
  vi.stubGlobal("window", {
    understudy: {
      call: (name: CallName) =>
        new Promise((resolve) => asked.push({ name, answer: (value) => resolve({ ok: true, value }) })),
      on: (name: EventName, listener: (payload: never) => void) => {
        listeners.set(name, listener);
        return () => listeners.delete(name);
      },
    },
  });
  keepFresh();
});
afterEach(() => {
  queryClient.clear();
  vi.unstubAllGlobals();
});

const send = (name: EventName, payload: unknown) => listeners.get(name)?.(payload as never);
const turn = () => new Promise((resolve) => setTimeout(resolve));
/** Shows the answer to a call on the screen, as a component does. */
function show(name: "packs.list" | "library.tasks") {
  const observer = new QueryObserver(queryClient, {
    queryKey: [name, undefined],
    queryFn: () => request(name, undefined),
  });
  return { hide: observer.subscribe(() => {}), seen: () => observer.getCurrentResult().data };
}

test("settings that change while they are being read are not lost", async () => {
  const chosen: Settings = { ...DEFAULT_SETTINGS, language: "zh-CN" };
  const loading = loadSettings();
  send("settings.changed", chosen);
  await turn();
  asked[0]?.answer(DEFAULT_SETTINGS);
  expect(await loading).toEqual(chosen);
  expect(currentSettings()).toEqual(chosen);
});

test("an answer that was read before a change is asked for again", async () => {
  const { seen } = show("packs.list");
  send("packs.changed", {});
  await turn();
  asked[0]?.answer("before");
  asked[1]?.answer("after");
  await vi.waitFor(() => expect(seen()).toBe("after"));
});

test("what changed while nobody looked is asked for when it is shown", async () => {
  const first = show("packs.list");
  asked[0]?.answer("before");
  await vi.waitFor(() => expect(first.seen()).toBe("before"));
  first.hide();
  send("packs.changed", {});
  await turn();
  expect(asked).toHaveLength(1);
  const second = show("packs.list");
  asked[1]?.answer("after");
  await vi.waitFor(() => expect(second.seen()).toBe("after"));
});

test("a task is added to those that are known, and replaces itself", async () => {
  const { seen } = show("library.tasks");
  asked[0]?.answer([{ id: "a", done: 0 }]);
  await vi.waitFor(() => expect(seen()).toHaveLength(1));
  send("library.task", { id: "b", done: 0 });
  await turn();
  send("library.task", { id: "a", done: 1 });
  await turn();
  expect(seen()).toEqual([
    { id: "a", done: 1 },
    { id: "b", done: 0 },
  ]);
});
