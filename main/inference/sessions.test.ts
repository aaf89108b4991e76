import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Problem } from "#contract/problem.ts";
import { PROBE_GRAPH } from "./probe-graph.ts";
import { SessionCache } from "./sessions.ts";

let root: string;
let paths: string[];
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-sessions-"));
  paths = ["a", "b", "c"].map((name) => join(root, `${name}.onnx`));
  for (const path of paths) copyFileSync(PROBE_GRAPH, path);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A machine with room for so many models of one byte beside its reserve of one byte. */
function machine(room: number) {
  const open = new Set<string>();
  const cache = new SessionCache({ available: () => room + 1 - open.size, reserve: 1 });
  const use = async (index: number) => {
    const session = await cache.open(paths[index]!, "cpu", { weightBytes: 1 });
    open.add(paths[index]!);
    const release = session.release.bind(session);
    session.release = async () => {
      open.delete(paths[index]!);
      await release();
    };
    return session;
  };
  return { cache, use };
}

describe("SessionCache", () => {
  it("opens nothing twice while there is memory", async () => {
    const { cache, use } = machine(3);
    const first = await use(0);
    cache.endTask();
    await use(1);
    expect(await use(0)).toBe(first);
    expect(cache.opened).toBe(2);
    await cache.release();
  });

  it("closes what was not used for the longest time, when memory gets tight", async () => {
    const { cache, use } = machine(2);
    const a = await use(0);
    const b = await use(1);
    cache.endTask();
    await use(0); // now b is the one that was not used for longer
    cache.endTask();
    await use(2);
    expect(await use(0)).toBe(a);
    expect(await use(1)).not.toBe(b);
    await cache.release();
  });

  it("never closes what the running task uses", async () => {
    const { cache, use } = machine(1);
    const a = await use(0);
    const b = await use(1);
    expect(await use(0)).toBe(a);
    expect(await use(1)).toBe(b);
    cache.unuse(paths[0]!);
    await use(2);
    expect(await use(1)).toBe(b);
    cache.unuse(paths[2]!);
    expect(await use(0)).not.toBe(a);
    await cache.release();
  });

  it("says so when the weights alone do not fit", async () => {
    const cache = new SessionCache({ available: () => 2 ** 30, reserve: 0 });
    await expect(cache.open(paths[0]!, "cpu", { weightBytes: 3 * 2 ** 30 })).rejects.toMatchObject({
      code: "no-memory",
      message: "a.onnx takes at least 3.0 GB of memory; 1.0 GB are free.",
    });
  });

  it("closes what is not in use when memory runs out, and tries again once", async () => {
    const { cache, use } = machine(3);
    const [a, b] = [await use(0), await use(1)];
    cache.unuse(paths[0]!);
    const attempts: string[] = [];
    const full = async (name: string): Promise<string> => {
      attempts.push(name);
      throw new Problem("no-memory", "full", "");
    };
    expect(
      await cache.whenMemoryRunsOut(
        () => full("first"),
        async () => "again",
      ),
    ).toBe("again");
    expect(await use(1)).toBe(b);
    expect(await use(0)).not.toBe(a);
    await expect(
      cache.whenMemoryRunsOut(
        () => full("second"),
        () => full("third"),
      ),
    ).rejects.toThrow("full");
    const other = () =>
      cache.whenMemoryRunsOut(
        () => Promise.reject(new Error("other")),
        () => full("never"),
      );
    await expect(other()).rejects.toThrow("other");
    expect(attempts).toEqual(["first", "second", "third"]);
    await cache.release();
  });

  it("opens a file that has changed anew, and keeps the time of what it closed", async () => {
    const { cache, use } = machine(3);
    const before = await use(0);
    rmSync(paths[0]!);
    copyFileSync(PROBE_GRAPH, paths[0]!);
    expect(await use(0)).not.toBe(before);
    expect(cache.inferenceMs).toBe(before.inferenceMs);
    await cache.release();
  });
});
