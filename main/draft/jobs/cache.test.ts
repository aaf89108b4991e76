import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
} from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findHome, type Home, prepareHome } from "#main/home.ts";
import { StageCache } from "./cache.ts";
import { canonicalJson, keyOf } from "./key.ts";

let root: string;
let home: Home;
let cache: StageCache;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-cache-"));
  home = findHome({ UNDERSTUDY_HOME: root });
  prepareHome(home);
  cache = new StageCache(home);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const make = (key: string, content = "sound") =>
  cache.make(key, async (dir) => {
    await mkdir(join(dir, "stems"));
    await writeFile(join(dir, "stems", "a.wav"), content);
    return { file: "stems/a.wav" };
  });

describe("keys", () => {
  it("are the same for the same value, in whatever order its names stand", () => {
    expect(keyOf({ a: 1, b: { c: [1, null, "x"], d: undefined } })).toBe(
      keyOf({ b: { c: [1, null, "x"] }, a: 1 }),
    );
    expect(keyOf({ a: 1 })).not.toBe(keyOf({ a: "1" }));
    expect(keyOf([1, 2])).not.toBe(keyOf([2, 1]));
    expect(canonicalJson({ b: 1, a: [true] })).toBe('{"a":[true],"b":1}');
  });
});

describe("the stage cache", () => {
  it("gives back what was made, from another instance too", async () => {
    expect(cache.find("k")).toBeUndefined();
    const made = await make("k");
    const found = new StageCache(home).find("k");
    expect(found).toEqual(made);
    expect(found?.output).toEqual({ file: "stems/a.wav" });
    expect(readFileSync(join(found!.dir, "stems", "a.wav"), "utf8")).toBe("sound");
    expect(readdirSync(home.tmp)).toEqual([]);
  });

  it("keeps nothing of a stage that failed", async () => {
    const failing = cache.make("k", async (dir) => {
      await writeFile(join(dir, "half"), "half");
      throw new Error("broken");
    });
    await expect(failing).rejects.toThrow("broken");
    expect(readdirSync(home.tmp)).toEqual([]);
    expect(readdirSync(home.cache)).toEqual([]);
  });

  it("does not trust a folder that was changed from outside, and replaces it", async () => {
    const { dir } = await make("k");
    appendFileSync(join(dir, "stems", "a.wav"), "x");
    expect(cache.find("k")).toBeUndefined();
    await make("k");
    expect(cache.find("k")).toBeDefined();
    rmSync(join(dir, "result.json"));
    expect(cache.find("k")).toBeUndefined();
  });

  it("takes the first result when two make the same", async () => {
    await Promise.all([make("k"), make("k")]);
    expect(cache.find("k")).toBeDefined();
    expect(readdirSync(home.tmp)).toEqual([]);
  });

  it("removes the least recently used beyond its bound, but nothing that may be in use", async () => {
    for (const key of ["old", "older", "new"]) await make(key, "x".repeat(1000));
    const bounded = new StageCache(home, 1500);
    await bounded.evict();
    expect(readdirSync(home.cache)).toHaveLength(3);
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    utimesSync(join(home.cache, "old", "result.json"), ago(30), ago(30));
    utimesSync(join(home.cache, "older", "result.json"), ago(60), ago(60));
    await bounded.evict();
    expect(readdirSync(home.cache)).toEqual(["new"]);
  });

  it("counts a find as a use", async () => {
    await make("a", "x".repeat(1000));
    const past = new Date(Date.now() - 60 * 60_000);
    utimesSync(join(home.cache, "a", "result.json"), past, past);
    cache.find("a");
    await new StageCache(home, 0).evict();
    expect(existsSync(join(home.cache, "a"))).toBe(true);
  });
});
