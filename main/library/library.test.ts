import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DraftRequest } from "#contract/draft.ts";
import { findHome, type Home } from "#main/home.ts";
import {
  examineLibrary,
  type Library,
  type NewGeneration,
  newId,
  openLibrary,
  restoreBackup,
} from "./index.ts";

let root: string;
let home: Home;
let library: Library;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "understudy-library-"));
  home = findHome({ UNDERSTUDY_HOME: join(root, "home") });
  library = await openLibrary(home);
});
afterEach(() => {
  library.close();
  rmSync(root, { recursive: true, force: true });
});

function request(prompt: string): DraftRequest {
  return { prompt, seconds: 1, size: "854x480", fps: 24, seed: 7, pack: "backlot" };
}

function generation(key: string, prompt = "a calm sea"): NewGeneration {
  return {
    key,
    parent: null,
    request: request(prompt),
    storyboard: {
      version: 1,
      language: "en",
      size: "854x480",
      fps: 24,
      frames: 24,
      shots: [
        {
          start: 0,
          frames: 24,
          seed: 1,
          setting: "sea",
          time: "dusk",
          weather: "clear",
          season: "summer",
          look: "realistic",
          mood: "calm",
          camera: "static",
          colour: null,
          change: null,
        },
      ],
      sounds: [],
      notes: [],
    },
    timings: { plan: 3, paint: 1000 },
    inferenceMs: 900,
    packHash: "0".repeat(64),
    provider: "cpu",
    width: 854,
    height: 480,
  };
}

/** A file to store, with this content. */
function file(name: string, content: string): string {
  const path = join(root, name);
  writeFileSync(path, content);
  return path;
}

async function add(key: string, content: string, prompt?: string) {
  const { generations } = await library.repositories();
  return generations.add(generation(key, prompt), [
    { role: "clip", path: file(`${key}.mp4`, content) },
    { role: "stem:ambience", path: file(`${key}.wav`, "shared sound") },
  ]);
}

/** Leaves the jobs as a process that died would have. */
function orphanJobs(): void {
  const raw = new Sqlite(home.library);
  raw.prepare("UPDATE jobs SET pid = ?").run(2 ** 22 + 1);
  raw.close();
}

function mediaFiles(): string[] {
  return readdirSync(home.media, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

describe("generations", () => {
  it("come back as they were stored, with their files under the names of their hashes", async () => {
    const stored = await add("k1", "picture");
    const { generations } = await library.repositories();
    expect(await generations.get(stored.id)).toEqual(stored);
    expect(stored).toMatchObject(generation("k1"));
    const clip = stored.files.find(({ role }) => role === "clip")!;
    expect(clip.path.endsWith(`${clip.sha256.slice(0, 2)}/${clip.sha256}.mp4`)).toBe(true);
    expect(readFileSync(clip.path, "utf8")).toBe("picture");
  });

  it("are stored once for a key", async () => {
    const first = await add("k1", "picture");
    const second = await add("k1", "picture");
    expect(second.id).toBe(first.id);
    expect(library.recall("k1")).toEqual(first);
    expect(library.recall("other")).toBeUndefined();
  });

  it("are not recalled with a file missing, and heal when added again", async () => {
    const first = await add("k1", "picture");
    rmSync(first.files[0]!.path);
    expect(library.recall("k1")).toBeUndefined();
    expect((await add("k1", "picture")).id).toBe(first.id);
    expect(library.recall("k1")?.id).toBe(first.id);
  });

  it("are found by the beginning of their id, when it is clear", async () => {
    const one = await add("k1", "1");
    await add("k2", "2");
    const { generations } = await library.repositories();
    expect((await generations.get(one.id.slice(0, 30))).id).toBe(one.id);
    await expect(generations.get(one.id.slice(0, 6))).rejects.toThrow(/Several/);
    await expect(generations.get("zzz")).rejects.toThrow(/no generation zzz/);
    await expect(generations.get("")).rejects.toThrow(/no generation/);
    await expect(generations.get("%")).rejects.toThrow(/no generation/);
  });

  it("take their media with them, but not what another one uses", async () => {
    const one = await add("k1", "first picture");
    const two = await add("k2", "second picture");
    expect(mediaFiles()).toHaveLength(3);
    const { generations } = await library.repositories();
    await generations.remove(one.id);
    expect(mediaFiles()).toHaveLength(2);
    expect(two.files.every(({ path }) => existsSync(path))).toBe(true);
    await generations.remove(two.id);
    expect(mediaFiles()).toEqual([]);
    expect(library.recall("k1")).toBeUndefined();
    expect((await generations.list({ search: "sea" })).items).toEqual([]);
  });

  it("are not listed when a file could not be stored, and leave none behind", async () => {
    const { generations } = await library.repositories();
    const adding = generations.add(generation("k1"), [
      { role: "clip", path: file("clip.mp4", "picture") },
      { role: "master", path: join(root, "missing.wav") },
    ]);
    await expect(adding).rejects.toThrow();
    expect((await generations.list()).items).toEqual([]);
    expect(mediaFiles()).toEqual([]);
    expect(readdirSync(home.tmp)).toEqual([]);
  });

  it("are paged newest first, without gaps or repeats", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.unshift((await add(`k${i}`, `picture ${i}`)).id);
    const { generations } = await library.repositories();
    const seen: string[] = [];
    let before: string | undefined;
    for (;;) {
      const page = await generations.list({ limit: 3, ...(before === undefined ? {} : { before }) });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      before = page.next;
    }
    expect(seen).toEqual(ids);
  });

  it("are found by the words of their prompt, in English and Chinese", async () => {
    await add("k1", "1", "A red sun sinks into a calm sea, waves, gulls");
    await add("k2", "2", "红日沉入平静的湖水");
    await add("k3", "3", "Café in the rain");
    const { generations } = await library.repositories();
    const found = async (search: string) => (await generations.list({ search })).items.map(({ key }) => key);
    expect(await found("sea red")).toEqual(["k1"]);
    expect(await found("gul")).toEqual(["k1"]);
    expect(await found("sea desert")).toEqual([]);
    expect(await found("湖水")).toEqual(["k2"]);
    expect(await found("水湖")).toEqual([]);
    expect(await found("cafe")).toEqual(["k3"]);
    expect(await found('"; DROP')).toEqual([]);
    expect(await found("!!!")).toEqual([]);
  });

  it("are found by what their storyboards show, in either language", async () => {
    await add("k1", "1", "gulls");
    await add("k2", "2", "海鸥");
    const { generations } = await library.repositories();
    const found = async (search: string) => (await generations.list({ search })).items.map(({ key }) => key);
    expect(await found("ocean dusk")).toEqual(["k2", "k1"]);
    expect(await found("大海 黄昏")).toEqual(["k2", "k1"]);
    expect(await found("ocean 海鸥")).toEqual(["k2"]);
  });
});

describe("ids", () => {
  it("grow, also within a millisecond, and look like UUIDs of version 7", () => {
    const now = Date.now() + 1000;
    const ids = Array.from({ length: 6000 }, () => newId(now));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("jobs", () => {
  it("keep their state, stages and error", async () => {
    const { jobs } = await library.repositories();
    const id = await jobs.begin(request("a forest"), "/tmp/out.mp4");
    await jobs.addStages(id, [{ stage: "plan", part: 0, key: "a", ms: 3, cached: false }]);
    await jobs.addStages(id, [{ stage: "plan", part: 0, key: "b", ms: 4, cached: true }]);
    expect(await jobs.find(id)).toMatchObject({
      state: "running",
      out: "/tmp/out.mp4",
      stages: [{ stage: "plan", part: 0, key: "b", ms: 4, cached: true }],
    });
    const error = {
      ...{ code: "engine-crashed", message: "It fell.", hint: "Lift it." },
      text: { key: "engine-crashed" as const, values: { reason: "It fell." } },
    };
    await jobs.fail(id, error);
    expect(await jobs.find(id)).toMatchObject({ state: "failed", error });
  });

  it("of dead processes are interrupted, and the same draft continues them", async () => {
    const { jobs } = await library.repositories();
    const id = await jobs.begin(request("a forest"), null);
    await jobs.markInterrupted();
    expect((await jobs.find(id))?.state).toBe("running");

    orphanJobs();
    const reopened = (await library.repositories()).jobs;
    await reopened.markInterrupted();
    expect((await reopened.list(["interrupted"])).map((job) => job.id)).toEqual([id]);
    expect(await reopened.begin(request("a desert"), null)).not.toBe(id);
    expect(await reopened.begin(request("a forest"), null)).toBe(id);
    expect((await reopened.find(id))?.state).toBe("running");
  });
});

describe("an interrupted job whose clip is there after all", () => {
  it("is settled", async () => {
    const stored = await add("k1", "picture");
    const { jobs } = await library.repositories();
    const asked = stored.request;
    expect(library.hasUnfinishedJob(asked)).toBe(false);
    const id = await jobs.begin(asked, null);
    expect(library.hasUnfinishedJob({ ...asked })).toBe(true);
    orphanJobs();
    await (await library.repositories()).jobs.settle(asked, stored.id);
    expect(await (await library.repositories()).jobs.find(id)).toMatchObject({
      state: "done",
      generation: stored.id,
    });
    expect(library.hasUnfinishedJob(asked)).toBe(false);
  });
});

describe("a damaged library", () => {
  it("is refused with advice, and the backup brings everything back", async () => {
    const stored = await add("k1", "picture");
    await library.backUp();
    library.close();
    writeFileSync(home.library, "this is no database, but long enough to be taken for one".repeat(100));
    await expect(openLibrary(home)).rejects.toMatchObject({
      code: "corrupt-library",
      hint: expect.stringContaining("restore-backup"),
    });
    const aside = await restoreBackup(home);
    expect(readFileSync(aside!, "utf8")).toContain("this is no database");
    library = await openLibrary(home);
    expect(library.recall("k1")).toEqual(stored);
    expect(library.checkIntegrity()).toEqual([]);
  });

  it("stays when the backup is damaged, too", async () => {
    writeFileSync(home.backup, "nonsense".repeat(1000));
    await expect(restoreBackup(home)).rejects.toMatchObject({ code: "corrupt-library" });
    expect(library.checkIntegrity()).toEqual([]);
    expect(readdirSync(home.tmp)).toEqual([]);
  });

  it("without a backup says so", async () => {
    await expect(restoreBackup(home)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("examining the library", () => {
  it("tells absent, sound and damaged, and changes nothing", async () => {
    await add("k1", "picture");
    library.close();
    expect(examineLibrary(home)).toMatchObject({ library: "ok", fts5: true });
    writeFileSync(home.library, "x".repeat(10_000));
    expect(examineLibrary(home)).toMatchObject({ library: "damaged" });
    const elsewhere = findHome({ UNDERSTUDY_HOME: join(root, "elsewhere") });
    expect(examineLibrary(elsewhere)).toMatchObject({ library: "absent", detail: elsewhere.library });
    expect(existsSync(elsewhere.root)).toBe(false);
  });
});

describe("the home", () => {
  it("is cleared of what dead processes left in tmp", async () => {
    const now = Date.now().toString(36);
    writeFileSync(join(home.tmp, `${2 ** 22 + 1}-${now}-1`), "dead");
    writeFileSync(join(home.tmp, `${process.pid}-${(1e12).toString(36)}-1`), "an older process of our id");
    writeFileSync(join(home.tmp, `${process.ppid}-${now}-1`), "alive");
    writeFileSync(join(home.tmp, `${process.pid}-${now}-1`), "ours");
    writeFileSync(`${home.providers}.${2 ** 22 + 1}.tmp`, "dead");
    writeFileSync(`${home.providers}.${process.ppid}.tmp`, "alive");
    library.close();
    library = await openLibrary(home);
    expect(readdirSync(home.tmp).sort()).toEqual(
      [`${process.pid}-${now}-1`, `${process.ppid}-${now}-1`].sort(),
    );
  });

  it("that is a file is refused with advice", async () => {
    const path = file("occupied", "");
    await expect(openLibrary(findHome({ UNDERSTUDY_HOME: path }))).rejects.toMatchObject({
      code: "not-writable",
      message: expect.stringContaining("is a file"),
    });
  });
});

describe("what a draft starts from", () => {
  /** Lets an hour and more pass over the media, and sweeps. */
  async function sweepLater(): Promise<void> {
    const database = new Sqlite(home.library);
    database.exec("UPDATE media SET createdAt = createdAt - 7200000");
    database.close();
    await (await library.repositories()).media.sweep();
  }

  async function imported() {
    const file = join(root, "Hill.PNG");
    writeFileSync(file, "a picture");
    return library.importMedia(file);
  }

  it("is kept once, by its content", async () => {
    const one = await imported();
    expect(await imported()).toEqual(one);
    expect(one.extension).toBe(".png");
    expect(readFileSync(await library.requireMedia(one), "utf8")).toBe("a picture");
  });

  it("stays while a job can go on with it, and goes after", async () => {
    const init = await imported();
    const { jobs } = await library.repositories();
    const job = await jobs.begin({ ...request("a hill"), init }, null);
    await sweepLater();
    await library.requireMedia(init);
    await jobs.fail(job, { code: "cancelled", message: "", hint: "" });
    await sweepLater();
    await expect(library.requireMedia(init)).rejects.toMatchObject({ code: "not-found" });
  });
});
