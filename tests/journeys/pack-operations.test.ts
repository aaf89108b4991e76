import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** Each pack is tried by an engine of its own, after a probe of all providers. */
vi.setConfig({ testTimeout: 240_000 });

import type { PackOperation } from "#contract/operation.ts";
import { findHome, type Home, prepareHome } from "#main/home.ts";
import { PackOperations } from "#main/pack-operations/index.ts";
import { type Hub, startHub } from "#main/packs/hub/hub.fixture.ts";
import { listPacks, packEntries, summarisePacks } from "#main/packs/index.ts";

const LCM = fileURLToPath(new URL("../fixtures/packs/lcm", import.meta.url));
const NAME = "somebody/lcm";

let root: string;
let home: Home;
let told: PackOperation[][];
let operations: PackOperations;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-operations-"));
  home = findHome({ UNDERSTUDY_HOME: join(root, "home") });
  prepareHome(home);
  told = [];
  operations = new PackOperations({
    home,
    onProgress: (list) => told.push(list),
    onChanged: () => {},
  });
  vi.stubEnv("HF_TOKEN", "");
});
afterEach(async () => {
  await operations.close();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

async function until(id: string, holds: (operation: PackOperation) => boolean): Promise<PackOperation> {
  for (;;) {
    const operation = operations.list().find((one) => one.id === id);
    if (operation && holds(operation)) return operation;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const ended = (id: string) => until(id, ({ state }) => ["done", "failed", "paused"].includes(state));

function filesOf(folder: string): Record<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}

describe("adding packs", () => {
  it("goes one after the other, tells the steps, and keeps what was added", async () => {
    const first = operations.add({ source: LCM, copy: true, id: "one" });
    const second = operations.add({ source: LCM, id: "two" });
    expect(operations.list().map(({ state }) => state)).toEqual(["running", "waiting"]);
    expect(await ended(first)).toMatchObject({ state: "done", pack: "one", fraction: 1 });
    expect(await ended(second)).toMatchObject({ state: "done", pack: "two" });
    const both = told.map((list) => list.filter(({ state }) => state === "running").length);
    expect(Math.max(...both)).toBe(1);
    const phases = new Set(
      told
        .flat()
        .filter(({ id }) => id === first)
        .map(({ phase }) => phase),
    );
    expect([...phases]).toEqual(expect.arrayContaining(["copy", "try", "check"]));
    const { packs } = await summarisePacks(home, []);
    expect(packs.map(({ id }) => id)).toEqual(["backlot", "one", "two"]);
    expect(packs[1]).toMatchObject({ kind: "image", inPlace: false, speed: { provider: "cpu" } });
    operations.dismiss(first);
    expect(operations.list().map(({ id }) => id)).toEqual([second]);
  });

  it("tells a refused pack in words for the window, and can be tried again when it is mended", async () => {
    const folder = join(root, "mine");
    cpSync(LCM, folder, { recursive: true });
    writeFileSync(join(folder, "model.ckpt"), "\u0080\u0002}q");
    const id = operations.add({ source: folder });
    expect(await ended(id)).toMatchObject({
      state: "failed",
      problem: { code: "bad-input", text: { key: "pack-pickle", values: { file: "model.ckpt" } } },
    });
    expect(listPacks(home)).toEqual(["backlot"]);
    rmSync(join(folder, "model.ckpt"));
    operations.resume(id);
    expect(await until(id, ({ state }) => state === "done")).toMatchObject({ pack: "mine", problem: null });
  });

  it("asks for the same only once", () => {
    const id = operations.add({ source: LCM });
    expect(operations.add({ source: LCM })).toBe(id);
  });
});

describe("a download", () => {
  let hub: Hub;
  beforeEach(async () => {
    hub = await startHub(NAME, filesOf(LCM));
    vi.stubEnv("HF_ENDPOINT", hub.url);
  });
  afterEach(() => hub.close());

  /** Begins a download that is slow enough to be interrupted: the hub breaks off, and asks for patience. */
  async function begin(): Promise<string> {
    hub.troubles = { dropAfter: 20_000, drops: 1000 };
    const id = operations.add({ source: NAME });
    await until(id, ({ phase, bytes }) => phase === "download" && (bytes ?? 0) > 20_000);
    return id;
  }

  it("is paused, keeps what has arrived, and goes on from there", async () => {
    const id = await begin();
    operations.pause(id);
    expect(await ended(id)).toMatchObject({ state: "paused", canPause: false });
    await vi.waitFor(async () => expect((await packEntries(home)).downloads).toHaveLength(1));
    const { downloads } = await summarisePacks(home, []);
    expect(downloads[0]!.arrived).toBeGreaterThan(20_000);
    await vi.waitFor(() => expect(operations.isBusy).toBe(false));
    hub.troubles = {};
    hub.requests.length = 0;
    operations.resume(id);
    expect(await until(id, ({ state }) => state === "done")).toMatchObject({ pack: "lcm" });
    expect(hub.requests.some(({ range }) => range !== undefined && range !== "bytes=0-")).toBe(true);
    expect((await packEntries(home)).downloads).toEqual([]);
    const counted = told.flat().filter(({ totalBytes }) => totalBytes !== null);
    expect(counted.length).toBeGreaterThan(0);
  });

  it("is cancelled, and nothing is left of it", async () => {
    const id = await begin();
    await operations.cancel(id);
    expect(operations.list()).toEqual([]);
    expect(await packEntries(home)).toMatchObject({ downloads: [] });
    expect(existsSync(join(home.packs, ".downloads"))).toBe(false);
  });

  it("of an unknown repository is told", async () => {
    const id = operations.add({ source: "somebody/else" });
    expect(await ended(id)).toMatchObject({ problem: { text: { key: "hub-unknown" } } });
  });
});

describe("verifying", () => {
  it("reads every file, and names those that are wrong", async () => {
    await ended(operations.add({ source: LCM, copy: true, id: "mine" }));
    expect(await ended(operations.verify("mine"))).toMatchObject({ state: "done", broken: [] });
    writeFileSync(join(home.packs, "mine", "unet", "config.json"), "{}");
    const id = operations.verify("mine");
    expect(await ended(id)).toMatchObject({
      state: "done",
      broken: [{ file: "unet/config.json", reason: "is not what its card says" }],
    });
  });
});
