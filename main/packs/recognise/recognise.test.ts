import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PackKind } from "#contract/pack.ts";
import { examineFolder } from "../add/candidate.ts";
import { zipFile } from "../add/zip.fixture.ts";
import { kokoroNetwork, mapNetwork, onnxModel, PIPER_CARD, piperNetwork } from "../onnx.fixture.ts";

const FIXTURES = fileURLToPath(new URL("../../../tests/fixtures/packs", import.meta.url));
const fixture = (name: string) => examineFolder(join(FIXTURES, name), name);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "understudy-recognise-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function examine(files: Record<string, Buffer | string>, kind?: PackKind, graph?: string) {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), content);
  }
  return examineFolder(dir, "the folder", graph, kind);
}

describe("a diffusion pack is recognised", () => {
  it("by its UNet: family, motion, sizes, steps and guidance", async () => {
    const { found: turbo } = await fixture("sd-turbo");
    expect(turbo).toMatchObject({
      kind: "image",
      family: "sd",
      abilities: {
        ...{ picture: true, pictureFromPicture: true, steps: 4, guidance: 1 },
        scheduler: { name: "EulerDiscreteScheduler", assumed: false },
      },
    });
    expect((await fixture("sdxl")).found).toMatchObject({ kind: "image", family: "sdxl" });
    expect((await fixture("lcm")).found.abilities).toMatchObject({ steps: 4, guidance: 8.5 });
    const { found: motion } = await fixture("motion");
    expect(motion).toMatchObject({ kind: "motion", abilities: { picture: false, motion: { frames: 16 } } });
  });

  it("with only the files of its layout", async () => {
    const { files } = await fixture("sd-turbo");
    expect(files).toContain("scheduler/scheduler_config.json");
    expect(files).toContain("tokenizer/merges.txt");
    expect(files.filter((file) => file.startsWith("expected"))).toEqual([]);
  });

  it("with the providers that have its operators", async () => {
    const providers = async (name: string) =>
      Object.fromEntries(
        (await fixture(name)).found.providers.map(({ provider, ...rest }) => [provider, rest]),
      );
    const fused = await providers("fused");
    expect(fused.cpu).toMatchObject({
      runs: false,
      reason: expect.stringMatching(/unet\/model\.onnx.*cpu has no GroupNorm/),
    });
    expect(fused.cuda!.runs).toBe(true);
    expect((await providers("sdxl-fp16")).cpu).toEqual({
      runs: true,
      reason: expect.stringContaining("float16"),
      text: { key: "half-as-full", values: {} },
    });
  });

  it.each([
    ["a transformer instead of a UNet", "transformer/model.onnx", /transformer/],
    ["no ONNX", "unet/diffusion_pytorch_model.safetensors", /not exported to ONNX/],
  ])("and refused with %s", async (_, file, message) => {
    const files = { "model_index.json": "{}", [file]: "" };
    await expect(examine(files)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(message),
    });
  });
});

describe("an export of OnnxStack", () => {
  function exported(...leftOut: string[]): void {
    cpSync(join(FIXTURES, "motion"), dir, { recursive: true });
    for (const path of ["model_index.json", "scheduler", "tokenizer/tokenizer_config.json", ...leftOut]) {
      rmSync(join(dir, path), { recursive: true });
    }
  }

  it("is taken without scheduler and model_index.json, and without the graphs that only OnnxStack uses", async () => {
    exported();
    const others = ["resample", "flow_estimation", "controlnet"].map((part) => `${part}/model.onnx`);
    const { found, files } = await examine(
      Object.fromEntries(others.map((path) => [path, mapNetwork("output")])),
    );
    expect(found).toMatchObject({
      kind: "motion",
      abilities: { steps: 8, guidance: 1, scheduler: { name: "LCMScheduler", assumed: true } },
    });
    expect(files.filter((file) => others.includes(file))).toEqual([]);
  });

  it("with a tokenizer that is an ONNX graph is told what to add", async () => {
    exported("tokenizer/vocab.json", "tokenizer/merges.txt");
    await expect(examine({ "tokenizer/model.onnx": mapNetwork("output") })).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringMatching(/tokenizer as an ONNX graph.*vocab\.json and merges\.txt are missing/),
      hint: expect.stringContaining('"tokenizer" folder of the model that was exported'),
    });
  });
});

describe("a diffusion pack without a part", () => {
  it.each(["text_encoder/model.onnx", "vae_decoder/model.onnx", "tokenizer/"])(
    "is refused: %s",
    async (part) => {
      const parts = [
        "unet/model.onnx",
        "text_encoder/model.onnx",
        "vae_decoder/model.onnx",
        "tokenizer/vocab.json",
      ];
      const files = Object.fromEntries(
        parts.filter((path) => !path.startsWith(part)).map((path) => [path, ""]),
      );
      await expect(examine(files)).rejects.toMatchObject({
        code: "corrupt-pack",
        message: expect.stringContaining(`no ${part}`),
      });
    },
  );
});

describe("a single network is recognised", () => {
  it("as a Piper voice by its inputs and its phonemes", async () => {
    const { found, files } = await examine({
      "en.onnx": piperNetwork(),
      "en.onnx.json": PIPER_CARD,
      MODEL_CARD: "hi",
    });
    expect(found).toMatchObject({
      kind: "voice",
      family: "piper",
      abilities: { sampleRate: 22050, language: "en-us", speakers: 1 },
    });
    expect(files).toEqual(["MODEL_CARD", "en.onnx", "en.onnx.json"]);
  });

  it("as a Kokoro voice by style and speed; its voice tables may end in .bin", async () => {
    const { found, files } = await examine({
      "onnx/model.onnx": kokoroNetwork(),
      "voices/af.bin": Buffer.alloc(1024),
      "voices/bm.bin": Buffer.alloc(1024),
      "tokenizer.json": "{}",
    });
    expect(found).toMatchObject({
      kind: "voice",
      family: "kokoro",
      abilities: { speakers: 2, sampleRate: 24000 },
    });
    expect(files).toEqual(["onnx/model.onnx", "tokenizer.json", "voices/af.bin", "voices/bm.bin"]);
  });

  const config = (value: object) => JSON.stringify(value);
  it.each<[string, Record<string, Buffer | string>, PackKind]>([
    ["depth by its output's name", { "model.onnx": mapNetwork("predicted_depth", 0) }, "depth"],
    ["matting by its output's name", { "model.onnx": mapNetwork("alphas") }, "matting"],
    [
      "depth by its architecture",
      {
        "model.onnx": mapNetwork("output"),
        "config.json": config({ architectures: ["DPTForDepthEstimation"] }),
      },
      "depth",
    ],
    [
      "matting by its processor",
      {
        "onnx/model.onnx": mapNetwork("output"),
        "preprocessor_config.json": config({ image_processor_type: "VitMatteImageProcessor" }),
      },
      "matting",
    ],
    [
      "depth by its card's task",
      { "model.onnx": mapNetwork("output"), "README.md": "---\npipeline_tag: depth-estimation\n---\n" },
      "depth",
    ],
  ])("as %s", async (_, files, kind) => {
    expect((await examine(files)).found.kind).toBe(kind);
  });

  it("as matting for films, which carries states from frame to frame", async () => {
    const state = (name: string) => ({ name, dims: ["batch", "channels", "h", "w"] });
    const film = onnxModel({
      inputs: [
        { name: "src", dims: ["batch", 3, "height", "width"] },
        state("r1i"),
        { name: "downsample_ratio", dims: [1] },
      ],
      outputs: [
        { name: "fgr", dims: ["batch", 3, "height", "width"] },
        { name: "pha", dims: ["batch", 1, "height", "width"] },
        state("r1o"),
      ],
      nodes: [
        { operator: "Identity", inputs: ["src"], output: "fgr" },
        { operator: "ReduceMean", inputs: ["src"], output: "pha", attributes: { axes: [1], keepdims: 1 } },
        { operator: "Identity", inputs: ["r1i"], output: "r1o" },
      ],
    });
    expect((await examine({ "rvm.onnx": film })).found.kind).toBe("matting");
  });

  it("with the size that its preprocessing is told to make", async () => {
    const preprocessor = config({ size: { height: 518, width: 518 }, ensure_multiple_of: 14 });
    const { found } = await examine({
      "model.onnx": mapNetwork("depth"),
      "preprocessor_config.json": preprocessor,
    });
    expect(found.abilities.size).toEqual({ width: 518, height: 518, fixed: false, multiple: 14 });
  });

  it.each<[string, string, object | undefined, object]>([
    ["an output of disparity", "disparity", undefined, { near: "large", toldBy: "the name of its output" }],
    ["an output of metres", "metric_depth", undefined, { near: "small", toldBy: "the name of its output" }],
    [
      "its family, of disparity",
      "predicted_depth",
      { model_type: "depth_anything", depth_estimation_type: "relative" },
      { near: "large", toldBy: "config.json" },
    ],
    [
      "its family, trained on for metres",
      "predicted_depth",
      { model_type: "depth_anything", depth_estimation_type: "metric" },
      { near: "small", toldBy: "config.json" },
    ],
    [
      "a family of metres",
      "predicted_depth",
      { model_type: "zoedepth" },
      { near: "small", toldBy: "config.json" },
    ],
    ["nothing", "predicted_depth", undefined, { near: "large", toldBy: "assumed" }],
  ])("as depth whose near values are told by %s", async (_, output, about, depth) => {
    const { found } = await examine({
      "model.onnx": mapNetwork(output),
      ...(about && { "config.json": config(about) }),
    });
    expect(found).toMatchObject({ kind: "depth", abilities: { depth } });
  });

  it("by what the user says where nothing tells", async () => {
    const files = { "model.onnx": mapNetwork("output") };
    await expect(examine(files)).rejects.toMatchObject({
      code: "bad-input",
      hint: expect.stringContaining("--kind matting or --kind depth"),
    });
    expect((await examine(files, "matting")).found.kind).toBe("matting");
  });

  it("but not as what it is not", async () => {
    await expect(examine({ "model.onnx": mapNetwork("alphas") }, "voice")).rejects.toThrow(
      /of the kind matting, not voice/,
    );
    const classifier = onnxModel({
      inputs: [{ name: "pixel_values", dims: [1, 3, 8, 8] }],
      outputs: [{ name: "logits", dims: [1, 3, 8] }],
      nodes: [
        {
          operator: "ReduceMean",
          inputs: ["pixel_values"],
          output: "logits",
          attributes: { axes: [3], keepdims: 0 },
        },
      ],
    });
    await expect(examine({ "model.onnx": classifier })).rejects.toThrow(
      /no kind of pack.*pixel_values \[1, 3, 8, 8\].*logits/,
    );
  });

  it("when it is named among others", async () => {
    const files = { "a.onnx": mapNetwork("alphas"), "b.onnx": mapNetwork("depth") };
    await expect(examine(files)).rejects.toMatchObject({ hint: expect.stringContaining("a.onnx, b.onnx") });
    expect(await examine(files, undefined, "b.onnx")).toMatchObject({
      files: ["b.onnx"],
      found: { kind: "depth" },
    });
    await expect(examine(files, undefined, "c.onnx")).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a folder is refused", () => {
  it.each<[string, Record<string, Buffer | string>, string, RegExp]>([
    ["with nothing in it", {}, "bad-input", /no ONNX model/],
    [
      "with a damaged graph",
      { "model.onnx": mapNetwork("depth").subarray(0, 90) },
      "corrupt-pack",
      /model\.onnx is not a whole/,
    ],
    [
      "with a Git LFS pointer",
      { "model.onnx": "version https://git-lfs.github.com/spec/v1\n" },
      "corrupt-pack",
      /LFS/,
    ],
    [
      "with weights that are missing",
      { "model.onnx": mapNetwork("depth", 1, "w.data") },
      "corrupt-pack",
      /w\.data.*is missing/,
    ],
    [
      "with weights that are cut short",
      { "model.onnx": mapNetwork("depth", 1, "w.data"), "w.data": Buffer.alloc(3) },
      "corrupt-pack",
      /w\.data is cut short.*byte 4.*has 3/,
    ],
    [
      "with weights above it",
      { "model.onnx": mapNetwork("depth", 1, "../w.data") },
      "bad-input",
      /leads out/,
    ],
    [
      "with weights elsewhere",
      { "model.onnx": mapNetwork("depth", 1, "/etc/passwd") },
      "bad-input",
      /absolute/,
    ],
    [
      "with a checkpoint",
      { "model.onnx": mapNetwork("depth"), "last.ckpt": "" },
      "bad-input",
      /last\.ckpt.*pickle/,
    ],
    ["with a checkpoint alone", { "model.ckpt": "" }, "bad-input", /model\.ckpt.*pickle/],
    [
      "with a pickle for a graph",
      { "model.onnx": Buffer.from("\x80\x04\x95\x03\x00", "latin1") },
      "bad-input",
      /model\.onnx.*pickle/,
    ],
    [
      "with PyTorch's zip file under another name",
      { "model.onnx": mapNetwork("depth"), "x.dat": zipFile([{ name: "archive/data.pkl", content: "x" }]) },
      "bad-input",
      /x\.dat.*pickle/,
    ],
    [
      "with PyTorch's .bin",
      { "model.onnx": mapNetwork("depth"), "unet/pytorch_model.bin": "x" },
      "bad-input",
      /pickle/,
    ],
    [
      "with a pickle of another name",
      { "model.onnx": mapNetwork("depth"), "notes.txt": Buffer.from("\x80\x04\x95\x03\x00", "latin1") },
      "bad-input",
      /notes\.txt.*pickle/,
    ],
    [
      "with weights that are a pickle",
      {
        "model.onnx": mapNetwork("depth", 1, "w.bin"),
        "w.bin": Buffer.from("\x80\x02}q\x00.....", "latin1"),
      },
      "bad-input",
      /w\.bin.*pickle/,
    ],
  ])("%s", async (_, files, code, message) => {
    await expect(examine(files)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("with links that lead out of it, but not with links within it", async (context) => {
    writeFileSync(join(dir, "real.onnx"), mapNetwork("depth"));
    try {
      symlinkSync("real.onnx", join(dir, "model.onnx"));
    } catch {
      context.skip("links take a right here");
    }
    expect((await examine({})).files).toEqual(["model.onnx"]);
    symlinkSync("/etc/hostname", join(dir, "config.json"));
    await expect(examine({})).rejects.toThrow(/config\.json.*leads out of the folder/);
    rmSync(join(dir, "config.json"));
    symlinkSync("/etc", join(dir, "voices"));
    await expect(examine({})).rejects.toThrow(/voices.*leads out of the folder/);
  });
});
