import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findHome, type Home } from "#main/home.ts";
import { COMMIT, startHub } from "../hub/hub.fixture.ts";
import { type AddOptions, addPack, findPack, packEntries, removePack, verifyPack } from "../index.ts";
import { kokoroNetwork, mapNetwork, onnxModel, PIPER_CARD, piperNetwork } from "../onnx.fixture.ts";
import { zipFile } from "./zip.fixture.ts";

const FIXTURES = fileURLToPath(new URL("../../../tests/fixtures/packs", import.meta.url));
const TURBO = join(FIXTURES, "sd-turbo");

let root: string;
let home: Home;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-add-"));
  home = findHome({ UNDERSTUDY_HOME: join(root, "home") });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const add = (source: string, options: Partial<AddOptions> = {}) =>
  addPack({ home, source, provider: "cpu", ...options });

function folder(name: string, files: Record<string, Buffer | string>): string {
  const dir = join(root, name);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(dir, file, ".."), { recursive: true });
    writeFileSync(join(dir, file), content);
  }
  return dir;
}

/** A diffusion pack as a zip file, in a folder of its own, as people make them. */
function turboZip(): Buffer {
  const names = readdirSync(TURBO, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(onnx|json|txt)$/.test(name),
  );
  return zipFile(
    names.map((name) => ({ name: `sd-turbo/${name}`, content: readFileSync(join(TURBO, name)) })),
  );
}

describe("adding a pack", () => {
  it("uses a folder where it is, tried and hashed, and removes only its card", async () => {
    const dir = join(root, "Turbo");
    cpSync(TURBO, dir, { recursive: true });
    writeFileSync(join(dir, "LICENSE.md"), "You may.\n");
    const steps: string[] = [];
    const added = await add(dir, { onProgress: ({ step }) => steps.push(step) });
    expect(added).toMatchObject({ id: "turbo", dir, licenceText: "You may.\n" });
    expect([...new Set(steps)]).toEqual(["try", "check"]);
    expect(added.card).toMatchObject({
      kind: "image",
      family: "sd",
      location: dir,
      licenceFile: "LICENCE.txt",
      speed: { provider: "cpu", stepMs: expect.any(Number) },
      abilities: { steps: 4 },
    });
    expect(await findPack("turbo", home)).toMatchObject({ dir, card: { kind: "image" } });
    expect(readdirSync(join(home.packs, "turbo")).sort()).toEqual(["LICENCE.txt", "pack.json"]);
    expect(await removePack("turbo", home)).toEqual({ removed: "turbo", kept: dir });
    expect(existsSync(join(dir, "unet", "model.onnx"))).toBe(true);
    expect((await packEntries(home)).packs.map(({ id }) => id)).toEqual(["backlot"]);
  });

  it("copies a folder when asked, with only the pack's files", async () => {
    const { dir } = await add(TURBO, { copy: true, id: "copied" });
    expect(dir).toBe(join(home.packs, "copied"));
    expect(
      readFileSync(join(dir, "unet", "model.onnx")).equals(readFileSync(join(TURBO, "unet", "model.onnx"))),
    ).toBe(true);
    expect(existsSync(join(dir, "expected.f32"))).toBe(false);
    expect((await findPack("copied", home)).card.location).toBeUndefined();
  });

  it("unpacks a zip file, and verifies and removes it", async () => {
    writeFileSync(join(root, "turbo.zip"), turboZip());
    const { dir } = await add(join(root, "turbo.zip"));
    expect((await verifyPack("turbo", home)).broken).toEqual([]);
    const [unet, vocab] = [join(dir, "unet", "model.onnx"), join(dir, "tokenizer", "vocab.json")];
    writeFileSync(unet, readFileSync(unet).fill(0, 100, 101));
    rmSync(vocab);
    expect((await verifyPack("turbo", home)).broken).toEqual([
      { file: "tokenizer/vocab.json", reason: "is missing" },
      { file: "unet/model.onnx", reason: "is not what its card says" },
    ]);
    await expect(findPack("turbo", home)).rejects.toThrow(/vocab\.json is missing/);
    await removePack("turbo", home);
    expect(existsSync(dir)).toBe(false);
  });

  it("fetches from the hub, and keeps commit and licence", async () => {
    const hub = await startHub("somebody/depth", {
      "model.onnx": mapNetwork("depth", 1, "w.data"),
      "w.data": Buffer.alloc(4),
    });
    vi.stubEnv("HF_ENDPOINT", hub.url);
    vi.stubEnv("HF_TOKEN", "");
    try {
      const { card, dir } = await add("somebody/depth");
      expect(card).toMatchObject({
        id: "depth",
        kind: "depth",
        source: "somebody/depth",
        revision: COMMIT,
        licence: "openrail++",
      });
      expect(readdirSync(dir).sort()).toEqual(["model.onnx", "pack.json", "w.data"]);
      expect(readdirSync(home.packs).sort()).toEqual(["depth", "verified.json"]);
    } finally {
      await hub.close();
    }
  });

  it.each([
    ["a Piper voice", { "amy.onnx": piperNetwork(), "amy.onnx.json": PIPER_CARD }, "voice"],
    ["a Kokoro voice", { "model.onnx": kokoroNetwork() }, "voice"],
    ["a matting network", { "model.onnx": mapNetwork("alphas") }, "matting"],
    ["a depth network", { "model.onnx": mapNetwork("predicted_depth", 0) }, "depth"],
  ])("runs %s once", async (_, files, kind) => {
    const { card } = await add(folder("net", files));
    expect(card).toMatchObject({ kind, speed: { provider: "cpu", loadMs: expect.any(Number) } });
  });
});

describe("a pack that cannot be added", () => {
  const broken = onnxModel({
    inputs: [{ name: "x", dims: ["b", 3, "h", "w"] }],
    outputs: [{ name: "depth", dims: ["b", 1, "h", "w"] }],
    nodes: [{ operator: "NoSuchOperator", inputs: ["x"], output: "depth" }],
  });
  const shapes = onnxModel({
    inputs: [{ name: "x", dims: ["b", 3, "h", "w"] }],
    outputs: [{ name: "depth", dims: ["b", 1, "h", "w"] }],
    nodes: [{ operator: "Add", inputs: ["x", "odd"], output: "depth" }],
    weights: [{ name: "odd", values: [1, 2, 3, 4, 5] }],
  });
  it.each<[string, () => string, Partial<AddOptions>, string, RegExp]>([
    [
      "an operator that nobody knows",
      () => folder("a", { "model.onnx": broken }),
      {},
      "provider-unavailable|corrupt-pack",
      /NoSuchOperator/,
    ],
    [
      "a graph that does not run",
      () => folder("a", { "model.onnx": shapes }),
      {},
      "corrupt-pack",
      /does not run|cannot be opened/,
    ],
    [
      "operators that the provider lacks",
      () => join(FIXTURES, "fused"),
      {},
      "provider-unavailable",
      /cpu has no GroupNorm/,
    ],
    ["values that are no numbers", () => join(FIXTURES, "nonfinite"), {}, "corrupt-pack", /no numbers/],
    ["a path that is not there", () => join(root, "nowhere"), {}, "not-found", /no folder or file/],
    [
      "a file that is no pack",
      () => join(folder("a", { "a.txt": "" }), "a.txt"),
      {},
      "bad-input",
      /is no pack/,
    ],
    ["an id that is taken", () => TURBO, { id: "backlot" }, "bad-input", /already/],
    ["an id that is no name", () => TURBO, { id: "../x" }, "bad-input", /--id cannot be/],
    ["a revision without a hub", () => TURBO, { revision: "main" }, "bad-input", /--revision/],
    ["a wrong kind", () => TURBO, { kind: "voice" }, "bad-input", /of the kind image/],
  ])("because of %s: nothing is left", async (_, source, options, code, message) => {
    await expect(add(source(), options)).rejects.toMatchObject({
      code: expect.stringMatching(`^(${code})$`),
      message: expect.stringMatching(message),
    });
    const left = existsSync(home.packs) ? readdirSync(home.packs) : [];
    expect(left).toEqual([]);
  });

  it.each([
    ["a missing part", (dir: string) => rmSync(join(dir, "vae_decoder"), { recursive: true }), /vae_decoder/],
    [
      "a truncated graph",
      (dir: string) =>
        writeFileSync(
          join(dir, "unet", "model.onnx"),
          readFileSync(join(dir, "unet", "model.onnx")).subarray(0, 5000),
        ),
      /model\.onnx is not a whole/,
    ],
    [
      "a wrong scheduler",
      (dir: string) =>
        writeFileSync(join(dir, "scheduler", "scheduler_config.json"), '{"_class_name":"Magic"}'),
      /Magic/,
    ],
  ])("because of %s: nothing is left", async (_, harm, message) => {
    const dir = join(root, "turbo");
    cpSync(TURBO, dir, { recursive: true });
    harm(dir);
    await expect(add(dir)).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringMatching(message),
    });
    expect(existsSync(home.packs) ? readdirSync(home.packs) : []).toEqual([]);
  });

  it("leaves nothing when it is cancelled", async () => {
    const cancelling = new AbortController();
    const cancelled = add(TURBO, {
      signal: cancelling.signal,
      onRecognised: () => cancelling.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ name: "Problem", code: "cancelled" });
    expect(readdirSync(home.packs)).toEqual([]);
  });

  it("clears what a process that died left", async () => {
    mkdirSync(join(home.packs, `.adding-${2 ** 22 + 1}-${Date.now().toString(36)}-1`), { recursive: true });
    await add(folder("net", { "model.onnx": mapNetwork("depth") }));
    expect(readdirSync(home.packs).sort()).toEqual(["net", "verified.json"]);
  });
});
