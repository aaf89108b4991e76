import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findHome, type Home, prepareHome } from "#main/home.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import type { StageFunction } from "../stage.ts";
import { StageCache } from "./cache.ts";
import { type StageProgress, StageRunner } from "./stages.ts";

let root: string;
let home: Home;
/** Its process starts with the first task, and none is given. */
let engine: Engine;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-stages-"));
  home = findHome({ UNDERSTUDY_HOME: root });
  prepareHome(home);
  engine = startEngine();
});
afterEach(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

function runner(events: StageProgress[] = [], signal = new AbortController().signal) {
  let begun = 0;
  const stages = new StageRunner({
    cache: new StageCache(home),
    engine,
    signal,
    onWork: () => {
      begun += 1;
    },
    onProgress: (progress) => events.push(progress),
    onFinished: (progress) => events.push(progress),
  });
  return { stages, begun: () => begun };
}

/** A stage whose result is `output`. */
const giving =
  <Output>(output: Output): (() => Promise<StageFunction<unknown, Output>>) =>
  async () =>
  async () =>
    output;
/** A stage that works until it is cancelled, and takes a moment to clean up. */
const endless =
  async (): Promise<StageFunction<unknown, never>> =>
  async (_, { signal }) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    await sleep(20);
    throw new Error("told to end");
  };

describe("the stage runner", () => {
  it("runs a stage again whose result does not stand", async () => {
    const paint = (output: string) =>
      runner().stages.run<unknown, string>({
        stage: "paint",
        identity: { shot: 1 },
        input: null,
        stands: (kept) => kept !== "makeshift",
        load: giving(output),
      });
    expect(await paint("makeshift")).toMatchObject({ output: "makeshift", cached: false });
    expect(await paint("whole")).toMatchObject({ output: "whole", cached: false });
    expect(await paint("never made")).toMatchObject({ output: "whole", cached: true });
  });

  it("runs a stage once for the same identity, whatever its input's paths", async () => {
    const first = runner();
    const one = await first.stages.run({
      stage: "score",
      identity: { a: 1 },
      input: "/here",
      load: giving(1),
    });
    expect(one).toMatchObject({ output: 1, cached: false });
    expect(first.begun()).toBe(1);

    const second = runner();
    const fail = async () => {
      throw new Error("must not be loaded");
    };
    const again = await second.stages.run({
      stage: "score",
      identity: { a: 1 },
      input: "/there",
      load: fail,
    });
    expect(again).toMatchObject({ output: 1, cached: true, key: one.key });
    expect(second.begun()).toBe(0);

    const other = await second.stages.run({ stage: "score", identity: { a: 2 }, input: "", load: giving(2) });
    const speak = await second.stages.run({ stage: "speak", identity: { a: 1 }, input: "", load: giving(3) });
    expect([other.output, speak.output]).toEqual([2, 3]);
    expect(second.begun()).toBe(1);
  });

  it("ends every stage when one fails, leaves nothing half done, and throws the first reason", async () => {
    const { stages } = runner();
    const work = async () => {
      const running = stages.run({ stage: "score", identity: 1, input: 0, load: endless });
      const failing = stages.run({
        stage: "paint",
        identity: 2,
        input: 0,
        load: async () => async () => {
          await sleep(10);
          throw new Error("no paint");
        },
      });
      await Promise.all([running, failing]);
    };
    await expect(stages.whole(work())).rejects.toThrow("no paint");
    expect(readdirSync(home.tmp)).toEqual([]);
    expect(readdirSync(home.cache)).toEqual([]);
  });

  it("throws the caller's reason when it was cancelled", async () => {
    const cancelling = new AbortController();
    const { stages } = runner([], cancelling.signal);
    const work = stages.run({ stage: "score", identity: 1, input: 0, load: endless });
    setTimeout(() => cancelling.abort(new Error("enough")), 20);
    await expect(stages.whole(work)).rejects.toThrow("enough");
    expect(readdirSync(home.tmp)).toEqual([]);
  });

  it("tells the end of a stage only when its result is safe", async () => {
    const events: StageProgress[] = [];
    const { stages } = runner(events);
    await stages.run({
      stage: "paint",
      part: 1,
      parts: 3,
      identity: 1,
      input: 0,
      load: async () => async (_, context) => {
        context.progress(0.5);
        context.progress(1);
        return "plate";
      },
    });
    expect(events.map(({ fraction }) => fraction)).toEqual([0.5, 0.999, 1]);
    expect(events.at(-1)).toMatchObject({ stage: "paint", part: 1, parts: 3, cached: false });
  });
});
