import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PackAbilities } from "#contract/pack.ts";
import { findHome, type Home } from "#main/home.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { addPack } from "#main/packs/index.ts";
import type { Picture } from "../estimate/index.ts";
import { type DepthNetwork, depthOf, findDepthNetwork } from "./index.ts";
import { toNearness } from "./prepare.ts";

const PACK = join(import.meta.dirname, "../../../../tests/fixtures/packs/depth");
const PICTURE: Picture = { width: 42, height: 28, rgb: readFileSync(join(PACK, "picture.rgb")) };

let root: string;
let home: Home;
let engine: Engine;
let network: DepthNetwork;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "understudy-depth-"));
  home = findHome({ UNDERSTUDY_HOME: join(root, "home") });
  engine = startEngine();
  await addPack({ home, source: PACK, provider: "cpu" });
  network = (await findDepthNetwork(home, "cpu"))!;
}, 60_000);
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

async function depth(wish: Partial<DepthNetwork> = {}, picture = PICTURE) {
  const dir = mkdtempSync(join(root, "stage-"));
  const signal = new AbortController().signal;
  const stage = { dir, engine, signal, progress: () => {}, preview: () => {} };
  const found = await depthOf(picture, { ...network, ...wish }, stage);
  expect(readdirSync(dir)).toEqual([]);
  return found;
}

describe("depth by a network", () => {
  it("agrees with PyTorch, from far to near", async () => {
    const bytes = new Uint8Array(readFileSync(join(PACK, "map.f32")));
    const wanted = toNearness(new Float32Array(bytes.buffer), "large");
    const { depth: map, use } = await depth();
    expect(use).toEqual({ pack: "depth" });
    expect(map).toMatchObject({ width: 42, height: 28 });
    const off = Math.max(...map!.values.map((value, i) => Math.abs(value - wanted[i]!)));
    expect(off).toBeLessThan(1e-4);
    // The fixture sees the foot of a picture nearer than its top.
    expect(map!.values[5]!).toBeLessThan(map!.values[27 * 42 + 5]!);
  });

  it("turns distances round", async () => {
    const { depth: map } = await depth({ near: "small" });
    expect(map!.values[5]!).toBeGreaterThan(map!.values[27 * 42 + 5]!);
  });

  it("takes pictures of any shape in the sizes that the network accepts", async () => {
    const tall = { width: 50, height: 131, rgb: new Uint8Array(50 * 131 * 3).fill(90) };
    const { depth: map } = await depth({}, tall);
    expect([map!.width % 14, map!.height % 14]).toEqual([0, 0]);
    expect(map!.height).toBeGreaterThan(map!.width);
  });

  it.each<[string, Partial<DepthNetwork>, RegExp]>([
    [
      "a size that it does not take",
      { size: { width: 30, height: 30, multiple: 1 } },
      /model\.onnx does not take/,
    ],
    ["a graph that is missing", { model: join(PACK, "none.onnx") }, /none\.onnx/],
    [
      "a graph for something else",
      { model: join(PACK, "../lcm/unet/model.onnx") },
      /takes sample .*one picture/,
    ],
    [
      "a wrong configuration",
      { preprocessor: join(PACK, "picture.rgb") },
      /picture\.rgb cannot be read as JSON/,
    ],
  ])("that fails for %s is told", async (_, wish, message) => {
    const { depth: map, use } = await depth(wish);
    expect(map).toBeUndefined();
    expect(use).toMatchObject({ pack: "depth", failure: { code: "corrupt-pack" } });
    expect(use.failure!.message).toMatch(message);
  });
});

describe("the depth pack that is used", () => {
  it("is the first by its id, on the CPU where the provider cannot run it", async () => {
    await addPack({ home, source: PACK, provider: "cpu", id: "a-depth", near: "small" });
    expect(await findDepthNetwork(home, "cpu")).toMatchObject({
      ...{ id: "a-depth", near: "small", provider: "cpu" },
      size: { width: 28, height: 28, multiple: 14 },
      preprocessor: join(PACK, "preprocessor_config.json"),
    });
    const card = join(home.packs, "a-depth", "pack.json");
    const content = JSON.parse(readFileSync(card, "utf8")) as { abilities: PackAbilities };
    expect(content.abilities.depth).toEqual({ near: "small", toldBy: "--near" });
    const providers = [{ provider: "webgpu", runs: false, reason: "no such operator" }];
    writeFileSync(card, JSON.stringify({ ...content, providers }));
    expect((await findDepthNetwork(home, "webgpu"))!.provider).toBe("cpu");
    expect((await findDepthNetwork(home, "cuda"))!.provider).toBe("cuda");
  }, 60_000);

  it("is none where none is installed", async () => {
    const empty = findHome({ UNDERSTUDY_HOME: join(root, "empty") });
    expect(await findDepthNetwork(empty, "cpu")).toBeUndefined();
  });
});
