import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { ENGINE_PROTOCOL_VERSION } from "#contract/engine.ts";
import { isAlive } from "#main/home.ts";
import { startEngine } from "./client.ts";
import type { Engine, RunOptions } from "./engine.ts";

const fixture = (name: string) => fileURLToPath(new URL(`./${name}.fixture.ts`, import.meta.url));
const OF_TESTS = fixture("engine");

let engine: Engine;
afterEach(() => engine?.close());

function start(graceMs?: number): Engine {
  engine = startEngine({ entry: OF_TESTS, ...(graceMs === undefined ? {} : { graceMs }) });
  return engine;
}

function read(text: string, options?: RunOptions) {
  return engine.run("read", { packDir: "", text, provider: "cpu" }, options);
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}

describe("an engine", () => {
  it("starts with its first task, streams progress and sums up inference", async () => {
    start();
    expect(engine.pid).toBeUndefined();
    const steps: string[] = [];
    await read("short", { onProgress: (fraction, detail) => steps.push(`${fraction} ${detail}`) });
    expect(steps).toEqual(["1 done"]);
    expect(engine.pid).toBeTypeOf("number");
    const first = engine.inferenceMs;
    expect(first).toBeGreaterThan(0);
    await read("short");
    expect(engine.inferenceMs).toBeGreaterThan(first);
  });

  it("does one task after the other, in order, in one process", async () => {
    start();
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((n) => read("short").then(() => order.push(n))));
    expect(order).toEqual([1, 2, 3]);
  });

  it("tells the task's problem as it is, and a fault of ours as a plain error", async () => {
    start();
    await expect(read("problem")).rejects.toMatchObject({
      name: "Problem",
      code: "corrupt-pack",
      message: "The reader is torn.",
      hint: "Mend it.",
    });
    await expect(read("fault")).rejects.toThrow("index 7 of 3");
    await expect(read("wrong result")).rejects.toThrow(/result of "read" is wrong/);
    await expect(read("short")).resolves.toBeDefined();
  });

  it("refuses a wrong input before it starts anything", async () => {
    start();
    const run = engine.run("read", { packDir: "", text: "", provider: "abacus" as "cpu" });
    await expect(run).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("provider"),
    });
    expect(engine.pid).toBeUndefined();
  });

  it("says which tasks it has when it lacks one", async () => {
    start();
    await expect(engine.run("probe", {})).rejects.toMatchObject({
      code: "bad-input",
      message: 'This engine has no task "probe".',
    });
  });
});

describe("a crash", () => {
  it("fails the running task with the reason, and the next gets a fresh process", async () => {
    start();
    await read("short");
    const before = engine.pid;
    const crash = read("crash");
    const next = read("short");
    next.catch(() => {}); // awaited below
    await expect(crash).rejects.toMatchObject({
      code: "engine-crashed",
      message: expect.stringMatching(
        /SIGABRT[\s\S]*the driver is on fire|exit code[\s\S]*the driver is on fire/,
      ),
    });
    await expect(next).resolves.toBeDefined();
    expect(engine.pid).not.toBe(before);
  });

  it("tells an exit code", async () => {
    start();
    await expect(read("exit")).rejects.toMatchObject({ message: expect.stringContaining("exit code 7") });
  });
});

describe("cancelling", () => {
  it("ends the task between steps and keeps the process", async () => {
    start();
    await read("short");
    const { pid } = engine;
    const controller = new AbortController();
    const run = read("steps", { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    expect(engine.pid).toBe(pid);
  });

  it("kills a task that does not listen", async () => {
    start(100);
    for (const text of ["deaf", "blocked", "infer"]) {
      const controller = new AbortController();
      let pid = 0;
      const run = read(text, {
        signal: controller.signal,
        onProgress: () => {
          pid = engine.pid!;
          controller.abort();
        },
      });
      await expect(run).rejects.toMatchObject({ code: "cancelled" });
      await untilGone(pid);
    }
    await expect(read("short")).resolves.toBeDefined();
  });

  it("leaves the queue at once", async () => {
    start();
    const first = new AbortController();
    const running = read("steps", { signal: first.signal });
    const second = new AbortController();
    const waiting = read("short", { signal: second.signal });
    const third = read("short");
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
    first.abort();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    await expect(third).resolves.toBeDefined();
  });

  it("hard: kills the process during inference, and what waits goes on", async () => {
    start();
    let pid = 0;
    const run = read("infer", {
      onProgress: () => {
        pid = engine.pid!;
        engine.kill();
      },
    });
    const next = read("short");
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    await untilGone(pid);
    await expect(next).resolves.toBeDefined();
  });

  it("closing ends the running and the waiting, and nothing runs after it", async () => {
    start();
    const all = [read("steps"), read("short")];
    const settled = Promise.allSettled(all);
    await sleep(50);
    await engine.close();
    for (const result of await settled) expect(result).toMatchObject({ reason: { code: "cancelled" } });
    await expect(read("short")).rejects.toMatchObject({ code: "cancelled" });
    expect(engine.pid).toBeUndefined();
  });
});

describe("a process that is no engine of ours", () => {
  const greet = (greeting: unknown) => {
    engine = startEngine({
      entry: fixture("stranger"),
      env: greeting ? { UNDERSTUDY_TEST_GREETING: JSON.stringify(greeting) } : {},
    });
    return read("short");
  };

  it.each([
    ["of another protocol", { type: "ready", version: 99, pid: 1 }, /protocol 99/],
    ["that is malformed", { hello: "world" }, /malformed/],
    ["too early", { type: "progress", id: 1, fraction: 0, detail: "" }, /before it was ready/],
  ])("is refused with a message %s", async (_, greeting, reason) => {
    await expect(greet(greeting)).rejects.toMatchObject({
      code: "engine-crashed",
      message: expect.stringMatching(reason),
    });
    expect(engine.pid).toBeUndefined();
  });

  it("is told with its last words when it does not start", async () => {
    await expect(greet(undefined)).rejects.toMatchObject({
      code: "engine-crashed",
      message: expect.stringMatching(/exit code 3[\s\S]*cannot open shared object/),
    });
  });

  it("is ended when it talks nonsense in the middle of a task", async () => {
    start();
    await expect(read("garbage")).rejects.toMatchObject({
      code: "engine-crashed",
      message: expect.stringContaining("malformed"),
    });
  });
});

describe("the engine's side", () => {
  async function talk(messages: unknown[]): Promise<unknown[]> {
    const child = fork(OF_TESTS, [], { serialization: "advanced", execArgv: [], silent: true });
    const answers: unknown[] = [];
    child.on("message", (answer) => answers.push(answer));
    await once(child, "message");
    for (const message of messages) child.send(message as object);
    while (answers.length < 2) await once(child, "message");
    child.disconnect();
    await once(child, "exit");
    return answers.slice(1);
  }
  const request = {
    type: "run",
    version: ENGINE_PROTOCOL_VERSION,
    id: 5,
    task: "read",
    input: {},
    progress: true,
  };

  it("refuses another version, an unknown task and a wrong input by the request's id", async () => {
    for (const [change, message] of [
      [{ version: 99 }, /protocol/],
      [{ task: "dance" }, /no task "dance"/],
      [{ input: { text: 3 } }, /input of "read" is wrong/],
    ] as const) {
      const [answer] = await talk([{ ...request, ...change }]);
      expect(answer).toMatchObject({ type: "failed", id: 5, message: expect.stringMatching(message) });
    }
  });

  it("ignores what is malformed, and goes on", async () => {
    const input = { packDir: "", text: "short", provider: "cpu" };
    const answers = await talk([
      "nonsense",
      { type: "run" },
      { type: "cancel", id: 77 },
      { ...request, input },
    ]);
    expect(answers[0]).toMatchObject({ id: 5 });
  });
});

describe("an orphaned engine", () => {
  it.each(["deaf", "blocked"])("ends when its parent was killed, even when its task is %s", async (task) => {
    const parent = spawn(process.execPath, [fixture("parent"), task], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    const pid = Number(String(line));
    expect(isAlive(pid)).toBe(true);
    await sleep(200);
    parent.kill("SIGKILL");
    await untilGone(pid);
  });
});
