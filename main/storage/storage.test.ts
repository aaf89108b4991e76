import { type ChildProcess, fork } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MoveState } from "#contract/storage.ts";
import { findHome, type Home, prepareHome, requirePlaces, temporaryPath } from "#main/home.ts";
import { type LibraryHold, Storage } from "./index.ts";

/** A disk other than the temporary one, where this machine has one: there, moving is copying. */
const OTHER_DISK = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

let root: string;
let elsewhere: string;
let home: Home;
let told: (MoveState | null)[];
/** A library without trash and proxies; services.test.ts has one with both. */
const library: LibraryHold = {
  holdings: () => ({ trash: [], proxies: [] }),
  emptyTrash: async () => {},
  clearProxies: async () => {},
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-storage-"));
  elsewhere = mkdtempSync(join(OTHER_DISK, "understudy-elsewhere-"));
  home = findHome({ UNDERSTUDY_HOME: root });
  prepareHome(home);
  told = [];
});
afterEach(() => {
  for (const folder of [root, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

const open = (requireQuiet = async () => {}) =>
  new Storage({ home, library, requireQuiet, onMove: (move) => told.push(move) });
const found = () => findHome({ UNDERSTUDY_HOME: root });

/** Writes files into a folder and gives what they hold, as `contentsOf` does. */
function fill(folder: string, count: number, bytes: number): Record<string, string> {
  for (let i = 0; i < count; i++) {
    const content = randomBytes(bytes);
    const name = createHash("sha256").update(content).digest("hex");
    mkdirSync(join(folder, name.slice(0, 2)), { recursive: true });
    writeFileSync(join(folder, name.slice(0, 2), `${name}.mp4`), content);
  }
  return contentsOf(folder);
}

function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(folder.length),
      createHash("sha256")
        .update(readFileSync(join(parentPath, name)))
        .digest("hex"),
    ]),
  );
}

async function end(storage: Storage): Promise<MoveState | null> {
  while (storage.move?.state === "running") await new Promise((resolve) => setTimeout(resolve, 10));
  return storage.move;
}

describe("moving a place", () => {
  it.each([
    ["another disk", OTHER_DISK],
    ["another folder of the same disk", tmpdir()],
  ])("brings everything to %s, and every process finds it there", async (_, disk) => {
    const target = mkdtempSync(join(disk, "understudy-target-"));
    const before = fill(home.media, 20, 50_000);
    const old = home.media;
    const sample = join(old, Object.keys(before)[0]!);
    utimesSync(sample, new Date(2020, 1, 1), new Date(2020, 1, 1));
    try {
      const storage = open();
      await storage.startMove("media", target);
      expect(await end(storage)).toBeNull();
      expect(home.media).toBe(join(target, "Understudy", "media"));
      expect(found().media).toBe(home.media);
      expect(contentsOf(home.media)).toEqual(before);
      expect(statSync(join(home.media, Object.keys(before)[0]!)).mtime).toEqual(new Date(2020, 1, 1));
      expect(existsSync(old)).toBe(false);
      expect(readdirSync(root).filter((name) => name.startsWith("move"))).toEqual([]);
      expect(temporaryPath(home, "media")).toContain(join(target, "Understudy", "tmp"));
      expect(told.map((move) => move?.phase)).toEqual(
        expect.arrayContaining(["count", "copy", "switch", "clear"]),
      );
    } finally {
      rmSync(target, { recursive: true, force: true });
    }
  });

  it("goes back into the studio's own folder, and leaves nothing behind", async () => {
    const before = fill(home.packs, 5, 1000);
    const storage = open();
    await storage.startMove("packs", elsewhere);
    await end(storage);
    await storage.startMove("packs", null);
    expect(await end(storage)).toBeNull();
    expect(found().packs).toBe(join(root, "packs"));
    expect(contentsOf(home.packs)).toEqual(before);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it("brings what is written while it copies", async () => {
    fill(home.media, 10, 200_000);
    let late = false;
    const storage = new Storage({
      library,
      home,
      requireQuiet: async () => {},
      onMove: (move) => {
        // The beginning of a phase is always told: here the first list is made, and lacks this file.
        if (move?.phase !== "copy" || late) return;
        late = true;
        writeFileSync(join(root, "media", "late.png"), "late");
      },
    });
    await storage.startMove("media", elsewhere);
    expect(await end(storage)).toBeNull();
    expect(readFileSync(join(home.media, "late.png"), "utf8")).toBe("late");
  });

  it("can be stopped, holds nobody up then, and goes on where it was", async () => {
    const before = fill(home.media, 30, 400_000);
    const storage = open();
    await storage.startMove("media", elsewhere);
    expect(() => requirePlaces(home)).toThrow(
      expect.objectContaining({ text: { key: "place-busy", values: {} } }),
    );
    await storage.stopMove();
    expect(storage.move).toMatchObject({ state: "stopped", problem: null });
    expect(() => requirePlaces(found())).not.toThrow();
    expect(found().media).toBe(join(root, "media"));
    await storage.resumeMove();
    expect(await end(storage)).toBeNull();
    expect(contentsOf(found().media)).toEqual(before);
  });

  it("can be undone: then nothing has changed", async () => {
    const before = fill(home.media, 30, 400_000);
    const storage = open();
    await storage.startMove("media", elsewhere);
    await storage.undoMove();
    expect(storage.move).toBeNull();
    expect(contentsOf(found().media)).toEqual(before);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it("waits for no draft: it is refused", async () => {
    const busy = new Error("a draft runs");
    await expect(open(() => Promise.reject(busy)).startMove("media", elsewhere)).rejects.toBe(busy);
    expect(found().media).toBe(join(root, "media"));
  });
});

describe("a crash", () => {
  /** Moves in a process of its own, killed at the first state for which `at` holds. */
  async function crash(at: (move: MoveState) => boolean): Promise<void> {
    const script = fileURLToPath(new URL("./move.fixture.ts", import.meta.url));
    const child: ChildProcess = fork(script, [root, "media", elsewhere], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    const gone = new Promise((resolve) => child.once("exit", resolve));
    for await (const line of createInterface({ input: child.stdout! })) {
      const move = JSON.parse(line) as MoveState | null;
      if (move !== null && at(move)) child.kill("SIGKILL");
    }
    await gone;
    expect(child.signalCode).toBe("SIGKILL");
  }

  it("in the middle of the copying loses nothing, and the move can go on", async () => {
    const before = fill(home.media, 60, 1_000_000);
    await crash(({ phase, bytes }) => phase === "copy" && bytes > 2_000_000);
    expect(contentsOf(found().media)).toEqual(before);
    const storage = open();
    await storage.recover();
    expect(storage.move).toMatchObject({ state: "stopped", place: "media" });
    expect(() => requirePlaces(found())).not.toThrow();
    fill(home.media, 1, 5000);
    const now = contentsOf(home.media);
    await storage.resumeMove();
    expect(await end(storage)).toBeNull();
    expect(contentsOf(found().media)).toEqual(now);
    expect(existsSync(join(root, "media"))).toBe(false);
  });

  it("in the middle of the copying can be undone", async () => {
    const before = fill(home.media, 60, 1_000_000);
    await crash(({ phase, bytes }) => phase === "copy" && bytes > 2_000_000);
    const storage = open();
    await storage.recover();
    await storage.undoMove();
    expect(contentsOf(found().media)).toEqual(before);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it("after the switch is tidied up by the next start", async () => {
    const before = fill(home.media, 60, 200_000);
    await crash(({ phase }) => phase === "clear");
    home = found();
    prepareHome(home);
    expect(home.media).toBe(join(elsewhere, "Understudy", "media"));
    expect(contentsOf(home.media)).toEqual(before);
    const storage = open();
    await storage.recover();
    expect(storage.move).toBeNull();
    expect(existsSync(join(root, "media"))).toBe(false);
    expect(contentsOf(home.media)).toEqual(before);
  });
});

describe("a folder that cannot be used is refused", () => {
  const refusal = (chosen: string) => open().startMove("media", chosen);

  it("inside of the studio's own folders", async () => {
    const key = expect.objectContaining({ key: "place-inside" });
    for (const folder of [root, home.media, home.packs])
      await expect(refusal(folder)).rejects.toMatchObject({ text: key });
  });

  it("when it is not there", async () => {
    await expect(refusal(join(elsewhere, "nowhere"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("when it has something in it already", async () => {
    mkdirSync(join(elsewhere, "Understudy", "media"), { recursive: true });
    writeFileSync(join(elsewhere, "Understudy", "media", "mine.txt"), "mine");
    await expect(refusal(elsewhere)).rejects.toMatchObject({ text: { key: "place-occupied" } });
    expect(readFileSync(join(elsewhere, "Understudy", "media", "mine.txt"), "utf8")).toBe("mine");
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
    "when it cannot be written",
    async () => {
      chmodSync(elsewhere, 0o500);
      await expect(refusal(elsewhere)).rejects.toMatchObject({ code: "not-writable" });
    },
  );

  it.runIf(existsSync("/proc/sys/kernel"))("when it is on a file system that takes no files", async () => {
    await expect(refusal("/proc/sys/kernel")).rejects.toMatchObject({ code: "not-writable" });
  });
});

describe("a place on a disk that is gone", () => {
  beforeEach(async () => {
    fill(home.media, 2, 1000);
    const storage = open();
    await storage.startMove("media", elsewhere);
    await end(storage);
  });

  it("is told before anything is written, and never made anew", async () => {
    rmSync(elsewhere, { recursive: true });
    prepareHome(found());
    expect(existsSync(elsewhere)).toBe(false);
    expect(() => requirePlaces(found())).toThrow(expect.objectContaining({ code: "not-found" }));
    const { places } = await open().report();
    expect(places.find(({ place }) => place === "media")).toMatchObject({
      state: "missing",
      freeBytes: null,
      moved: true,
    });
  });

  it("can be given up for an empty one, or found under another name", async () => {
    const storage = open();
    const other = mkdtempSync(join(tmpdir(), "understudy-renamed-"));
    try {
      const before = contentsOf(home.media);
      const { renameSync, cpSync } = await import("node:fs");
      cpSync(join(elsewhere, "Understudy"), join(other, "Understudy"), { recursive: true });
      renameSync(elsewhere, `${elsewhere}-gone`);
      await storage.relocate("media", other);
      expect(contentsOf(found().media)).toEqual(before);
      await storage.forget("media");
      expect(found().media).toBe(join(root, "media"));
      expect(readdirSync(found().media)).toEqual([]);
    } finally {
      rmSync(other, { recursive: true, force: true });
      rmSync(`${elsewhere}-gone`, { recursive: true, force: true });
    }
  });
});

describe("the report", () => {
  it("tells what uses the disk, by kind", async () => {
    mkdirSync(join(home.media, "ab"));
    for (const [name, bytes] of [
      ["a.mp4", 100],
      ["b.wav", 50],
      ["c.png", 10],
      ["d", 5],
    ] as const) {
      writeFileSync(join(home.media, "ab", name), Buffer.alloc(bytes));
    }
    mkdirSync(join(home.packs, "sd"));
    writeFileSync(join(home.packs, "sd", "model.onnx"), Buffer.alloc(1000));
    const { usages, places } = await open().report();
    expect(usages).toEqual(
      expect.arrayContaining([
        { kind: "video", name: "", bytes: 100, files: 1 },
        { kind: "audio", name: "", bytes: 50, files: 1 },
        { kind: "pictures", name: "", bytes: 10, files: 1 },
        { kind: "other-media", name: "", bytes: 5, files: 1 },
        { kind: "pack", name: "sd", bytes: 1000, files: 1 },
      ]),
    );
    expect(places.find(({ place }) => place === "media")).toMatchObject({
      bytes: 165,
      state: "ok",
      moved: false,
    });
  });

  it("cleans what is idle, and leaves what a draft may be using", async () => {
    const stage = (name: string, ageMinutes: number) => {
      mkdirSync(join(home.cache, name));
      writeFileSync(join(home.cache, name, "result.json"), "{}");
      writeFileSync(join(home.cache, name, "frames"), Buffer.alloc(1000));
      const at = new Date(Date.now() - ageMinutes * 60_000);
      utimesSync(join(home.cache, name, "result.json"), at, at);
    };
    stage("old", 60);
    stage("fresh", 1);
    const storage = open();
    const { cleanable } = await storage.report();
    expect(cleanable.find(({ kind }) => kind === "cache")).toEqual({ kind: "cache", bytes: 1002 });
    expect(await storage.clean("cache")).toBe(1002);
    expect(readdirSync(home.cache)).toEqual(["fresh"]);
  });
});

describe("where the places are", () => {
  it("is written anew by a studio that still knows, when the file is damaged, which is kept", async () => {
    fill(home.packs, 2, 1000);
    const storage = open();
    await storage.startMove("packs", elsewhere);
    await end(storage);
    expect(storage.damagedPlaces()).toBeNull();
    const file = join(root, "places.json");
    writeFileSync(file, "{ half");
    expect(storage.damagedPlaces()).toBe(file);
    expect(found).toThrow(/cannot be read/);
    await storage.rewritePlaces();
    expect(storage.damagedPlaces()).toBeNull();
    expect(found().packs).toBe(home.packs);
    const kept = readdirSync(root).filter((name) => name.startsWith("places.json.damaged-"));
    expect(kept.map((name) => readFileSync(join(root, name), "utf8"))).toEqual(["{ half"]);
  });
});
