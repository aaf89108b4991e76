import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.mjs";

const MODULE = fileURLToPath(new URL("./lock.mjs", import.meta.url));
let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-lock-"));
  lock = join(folder, "deep", "lock");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const noWait = () => expect.unreachable("nobody holds the lock");

test("gives the result back and lets go, also when the work fails", async () => {
  expect(await withLock(lock, noWait, async () => 7)).toBe(7);
  await expect(withLock(lock, noWait, () => Promise.reject(new Error("work")))).rejects.toThrow("work");
  expect(existsSync(lock)).toBe(false);
});

test("processes take turns", async () => {
  const log = join(folder, "log");
  const script = `
    import { appendFileSync } from "node:fs";
    import { setTimeout as sleep } from "node:timers/promises";
    import { withLock } from ${JSON.stringify(MODULE)};
    await withLock(${JSON.stringify(lock)}, () => {}, async () => {
      appendFileSync(${JSON.stringify(log)}, "in ");
      await sleep(50);
      appendFileSync(${JSON.stringify(log)}, "out ");
    });`;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" }),
  );
  for (const [code] of await Promise.all(children.map((child) => once(child, "exit")))) expect(code).toBe(0);
  expect(readFileSync(log, "utf8")).toBe("in out ".repeat(4));
});

test("takes over from a process that died, without waiting", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, "owner.json"), JSON.stringify({ pid: child.pid, host: hostname() }));
  expect(await withLock(lock, noWait, async () => "mine")).toBe("mine");
});

test("tells once that it waits for a living owner", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = withLock(lock, noWait, () => held);
  let told = 0;
  const second = withLock(
    lock,
    () => {
      told += 1;
      release();
    },
    async () => "second",
  );
  await first;
  expect(await second).toBe("second");
  expect(told).toBe(1);
});
