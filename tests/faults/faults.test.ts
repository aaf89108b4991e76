import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resultOf, type Sandbox, sandbox, startCli } from "../journeys/cli.ts";

const ARGS = ["draft", "a calm sea at dusk, waves", "--seconds", "1", "--seed", "5", "--json"];

let box: Sandbox;
beforeEach(() => {
  box = sandbox();
});
afterEach(() => box.remove());

/** Writes a file until its disk is full. */
function fillDisk(path: string): void {
  const descriptor = openSync(path, "w");
  for (const size of [2 ** 20, 2 ** 12, 1]) {
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
    }
  }
  closeSync(descriptor);
}

/** Process ids of a process's children whose command line has `words`; by /proc, so on Linux. */
function childrenOf(parent: number, words: string): number[] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const isChild = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
        return isChild && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(words);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe.runIf(process.platform === "linux")("a fault in the middle of a draft", () => {
  it("of the disk, which fills up: says so, gives back what it took, and goes on with space", async (context) => {
    mkdirSync(box.home);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=150m", "tmpfs", box.home], { stdio: "ignore" });
    } catch {
      context.skip("mounting a small disk takes root");
    }
    try {
      const child = startCli(ARGS, { UNDERSTUDY_HOME: box.home });
      const result = resultOf(child, ARGS);
      await once(child.stderr, "data");
      const ballast = join(box.home, "ballast");
      fillDisk(ballast);
      const { code, json, stderr } = await result;
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(json).toMatchObject({ error: { code: "no-space" } });
      expect(code).toBe(2);
      expect(readdirSync(join(box.home, "tmp"))).toEqual([]);
      expect(readdirSync(join(box.home, "cache"))).toEqual([]);
      expect(readdirSync(join(box.home, "media"))).toEqual([]);
      rmSync(ballast);
      expect((await box.run(["list", "--json"])).json).toMatchObject({ generations: [] });
      expect((await box.run(ARGS)).code).toBe(0);
    } finally {
      execFileSync("umount", [box.home]);
    }
  }, 300_000);

  it("of the engine: fails the job with the reason, and the next draft gets a fresh engine", async () => {
    const child = startCli(ARGS, { UNDERSTUDY_HOME: box.home });
    const result = resultOf(child, ARGS);
    let engine: number | undefined;
    while (engine === undefined && child.exitCode === null) {
      await sleep(5);
      [engine] = childrenOf(child.pid!, "main/engine.ts");
    }
    process.kill(engine!, "SIGKILL");
    const { code, json, stderr } = await result;
    expect(json).toMatchObject({
      error: { code: "engine-crashed", message: expect.stringContaining("SIGKILL") },
    });
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
    expect(readdirSync(join(box.home, "tmp"))).toEqual([]);
    expect((await box.run(ARGS)).code).toBe(0);
  }, 300_000);
});
