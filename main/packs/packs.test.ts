import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findHome, type Home, prepareHome } from "#main/home.ts";
import { examinePacks, findPack, listPacks } from "./index.ts";

let root: string;
let home: Home;
let dir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-packs-"));
  home = findHome({ UNDERSTUDY_HOME: join(root, "home") });
  dir = join(root, "backlot");
  vi.stubEnv("UNDERSTUDY_BACKLOT", dir);
  writePack(dir, "backlot", { "reader.onnx": "reads", "painter/sea.onnx": "paints" });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

function writePack(folder: string, id: string, contents: Record<string, string>): void {
  const files: Record<string, string> = {};
  for (const [file, content] of Object.entries(contents)) {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), content);
    files[file] = createHash("sha256").update(content).digest("hex");
  }
  const card = { id, name: "A pack", version: 1, kind: "painter", files };
  writeFileSync(join(folder, "pack.json"), JSON.stringify(card));
}

describe("findPack", () => {
  it("finds the built-in pack and those that the user installed", async () => {
    prepareHome(home);
    writePack(join(home.packs, "mine"), "mine", { "a.onnx": "a" });
    expect(listPacks(home)).toEqual(["backlot", "mine"]);
    expect(await findPack("backlot", home)).toMatchObject({ id: "backlot", dir, card: { kind: "painter" } });
    expect((await findPack("mine", home)).dir).toBe(join(home.packs, "mine"));
  });

  it("needs no home, and makes none", async () => {
    await findPack("backlot", home);
    expect(existsSync(home.root)).toBe(false);
  });

  it("gives a hash that changes with any file", async () => {
    const before = (await findPack("backlot", home)).hash;
    expect((await findPack("backlot", home)).hash).toBe(before);
    writePack(dir, "backlot", { "reader.onnx": "reads", "painter/sea.onnx": "paints better" });
    expect((await findPack("backlot", home)).hash).not.toBe(before);
  });

  it("names the file that is damaged, also after it was once found right", async () => {
    prepareHome(home);
    await findPack("backlot", home);
    const path = join(dir, "painter", "sea.onnx");
    writeFileSync(path, "pa1nts");
    utimesSync(path, new Date(1), new Date(1));
    await expect(findPack("backlot", home)).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringContaining(path),
      hint: expect.stringContaining("install Understudy again"),
    });
    rmSync(path);
    await expect(findPack("backlot", home)).rejects.toThrow(/sea\.onnx is missing/);
  });

  it("names a card that is missing, no JSON, wrong or another pack's", async () => {
    writeFileSync(join(dir, "pack.json"), "{");
    await expect(findPack("backlot", home)).rejects.toThrow(/pack\.json is no JSON/);
    writeFileSync(
      join(dir, "pack.json"),
      JSON.stringify({ id: "backlot", name: "x", version: 1, files: {} }),
    );
    await expect(findPack("backlot", home)).rejects.toThrow(/wrong at kind/);
    writePack(dir, "other", {});
    await expect(findPack("backlot", home)).rejects.toThrow(/its id is other/);
    rmSync(join(dir, "pack.json"));
    await expect(findPack("backlot", home)).rejects.toThrow(/pack\.json is missing/);
  });

  it("is not needed to see what is damaged", async () => {
    rmSync(join(dir, "reader.onnx"));
    expect(await examinePacks(home)).toEqual([
      { id: "backlot", name: "backlot", ok: false, detail: `${join(dir, "reader.onnx")} is missing` },
    ]);
  });

  it("says which packs there are when one is not", async () => {
    await expect(findPack("../etc", home)).rejects.toMatchObject({
      code: "not-found",
      hint: "Installed: backlot.",
    });
  });
});
