import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diffusion, Preview, TaskInput } from "#contract/engine.ts";
import { type Engine, type RunOptions, startEngine } from "#main/inference/index.ts";
import { copyOf, cutShort, onnxStackExport, retype } from "./tests/broken.ts";
import { PACKS } from "./tests/expectation.ts";

let root: string;
let engine: Engine;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-diffuse-"));
  engine = startEngine();
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

type Wish = Partial<TaskInput<"diffuse">>;

function inputOf(pack: string, wish: Wish = {}): TaskInput<"diffuse"> {
  return {
    packDir: join(PACKS, pack),
    ...{ prompt: "a boat near the harbour", negative: "", seed: 5, width: 64, height: 48, multiple: 16 },
    ...{ provider: "cpu", outDir: mkdtempSync(join(root, "out-")) },
    ...wish,
  };
}

interface Made extends Diffusion {
  pictures: Buffer[];
}

async function diffuse(pack: string, wish: Wish = {}, options: RunOptions = {}): Promise<Made> {
  const input = inputOf(pack, wish);
  const result = await engine.run("diffuse", input, options);
  const pictures = result.frames.map((file) => {
    const bytes = readFileSync(join(input.outDir, file));
    return file.endsWith(".zst") ? zstdDecompressSync(bytes) : bytes;
  });
  return { ...result, pictures };
}

/** Runs until a progress event, and cancels; the details that came after it. */
async function cancelAt(detail: string, pack: string, wish: Wish): Promise<string[]> {
  const controller = new AbortController();
  const after: string[] = [];
  const task = diffuse(pack, wish, {
    signal: controller.signal,
    onProgress: (_, now) => {
      if (controller.signal.aborted) after.push(now);
      else if (now === detail) controller.abort();
    },
  });
  await expect(task).rejects.toMatchObject({ code: "cancelled" });
  return after;
}

describe("diffuse", () => {
  it("makes the same picture for the same request, and loads nothing twice", async () => {
    const first = await diffuse("sdxl");
    const parts = ["text_encoder", "text_encoder_2", "unet", "vae_decoder"];
    expect(first).toMatchObject({
      width: 64,
      height: 48,
      steps: 25,
      guidance: 7.5,
      loaded: parts,
      unread: "",
    });
    expect(first.pictures[0]).toHaveLength(64 * 48 * 3);
    expect(new Set(first.pictures[0]).size).toBeGreaterThan(20);
    const second = await diffuse("sdxl");
    expect(second.loaded).toEqual([]);
    expect(second.pictures).toEqual(first.pictures);
    const other = await diffuse("sdxl", { prompt: "a fox in the forest", seed: 6 });
    expect(other.loaded).toEqual([]);
    expect(other.pictures).not.toEqual(first.pictures);
  });

  it("streams the frames of a clip as they are decoded", async () => {
    const previews: Preview[] = [];
    const result = await diffuse(
      "motion",
      { frames: 21, width: 32, height: 32, steps: 2 },
      {
        onProgress: (_, __, preview) => preview && previews.push(preview),
      },
    );
    expect(result.frames).toHaveLength(21);
    expect(previews.map(({ frame }) => frame)).toEqual([...result.frames.keys()]);
    expect(previews.map(({ rgb }) => Buffer.from(rgb))).toEqual(result.pictures);
  });

  it("denoises an export of OnnxStack as that program does", async () => {
    const packDir = onnxStackExport("motion", root);
    const wish = { packDir, frames: 16, width: 32, height: 32, multiple: 16 };
    const clip = await diffuse("motion", wish);
    expect(clip).toMatchObject({ steps: 8, guidance: 1, scheduler: "LCMScheduler" });
    expect(clip.frames).toHaveLength(16);
    // OnnxStack's own are 992, 868, ..., 124.
    expect(clip.timesteps).toEqual([999, 879, 759, 639, 499, 379, 259, 139]);
    expect((await diffuse("motion", wish)).pictures).toEqual(clip.pictures);
    const pictures: [pack: string, made: object][] = [
      ["sd15", { scheduler: "EulerAncestralDiscreteScheduler", steps: 25, guidance: 7.5 }],
      ["lcm", { scheduler: "LCMScheduler", steps: 4, guidance: 8.5 }],
    ];
    for (const [pack, made] of pictures) {
      const size = { width: 64, height: 64, multiple: 16 };
      expect(await diffuse(pack, { packDir: onnxStackExport(pack, root), ...size })).toMatchObject(made);
    }
  });

  it("makes clips that are shorter than the window", async () => {
    const few = await diffuse("motion", { frames: 3, width: 32, height: 32, steps: 2 });
    expect(few.frames).toHaveLength(3);
  });

  it("makes the nearest size that the pack accepts", async () => {
    const sizes: [
      pack: string,
      wanted: [number, number],
      multiple: number | undefined,
      made: [number, number],
    ][] = [
      ["sd15", [70, 41], undefined, [64, 48]],
      ["sd15", [1, 1], undefined, [16, 16]],
      ["legacy-vae", [100, 70], undefined, [128, 64]], // no unet/config.json: as Stable Diffusion
      ["legacy-vae", [100, 70], 16, [96, 64]],
      ["sd-turbo", [100, 70], undefined, [48, 48]], // its graph has no other
    ];
    for (const [pack, [width, height], multiple, made] of sizes) {
      const result = await diffuse(pack, { width, height, multiple, steps: 1 });
      expect([result.width, result.height], pack).toEqual(made);
    }
  });

  it("keeps the more of a picture, the less strength it is told", async () => {
    const [width, height] = [60, 40];
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => ((i % 180) * 255) / 180);
    const file = join(root, "start.rgb");
    writeFileSync(file, rgb);
    const steps = { steps: 10, guidance: 1 };
    const start = (strength: number) => ({ ...steps, init: { file, width, height, strength } });
    const free = await diffuse("sd15", { ...steps, ...start(1) });
    const little = await diffuse("sd15", start(0.1));
    const half = await diffuse("sd15", start(0.5));
    expect([free, half, little].map(({ timesteps }) => timesteps.length)).toEqual([10, 5, 1]);
    expect(little.timesteps[0]).toBeLessThan(half.timesteps[0]!);
    await expect(diffuse("sd15", start(0.05))).rejects.toMatchObject({ code: "bad-input" });
  });

  it("tells the end of a prompt that has no room", async () => {
    const { unread } = await diffuse("sd-turbo", { prompt: `${"waves ".repeat(90)} and a whale`, steps: 1 });
    expect(unread).toMatch(/and a whale$/);
  });

  it("says what a pack cannot do", async () => {
    await expect(diffuse("sd15", { frames: 8 })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("not clips"),
    });
    await expect(diffuse("../../journeys")).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("no diffusion pack"),
    });
    const packDir = copyOf("sd15", root);
    rmSync(join(packDir, "vae_encoder"), { recursive: true });
    const init = { file: "none", width: 1, height: 1, strength: 1 };
    await expect(diffuse("sd15", { init })).rejects.toMatchObject({ code: "not-found" });
    writeFileSync(join(root, "one.rgb"), Buffer.alloc(3));
    await expect(
      diffuse("sd15", { packDir, init: { ...init, file: join(root, "one.rgb") } }),
    ).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining("VAE encoder") });
  });
});

describe("a cancelled task", () => {
  const long = { width: 512, height: 512, multiple: undefined, steps: 40 };

  it("takes no further step and decodes nothing", async () => {
    const after = await cancelAt("step 1 of 40", "bench", long);
    // The step during which the word came ends.
    expect(["", "step 2 of 40"]).toContain(after.join());
    expect(await diffuse("bench", { ...long, steps: 1 })).toMatchObject({ frames: ["frame-0000.rgb"] });
  });

  it("runs no further window", async () => {
    const after = await cancelAt("step 1 of 3", "motion", { frames: 400, width: 32, height: 32, steps: 3 });
    expect(after).toEqual([]);
  });

  it("decodes no further frame", async () => {
    const after = await cancelAt("frame 1 of 400", "motion", {
      frames: 400,
      width: 16,
      height: 16,
      steps: 1,
    });
    expect(after.length).toBeLessThan(10);
  });

  it("is gone at once when the engine is killed in the middle of a step, and the next one works", async () => {
    const task = diffuse("bench", long, {
      onProgress: (_, detail) => detail === "step 1 of 40" && engine.kill(),
    });
    await expect(task).rejects.toMatchObject({ code: "cancelled" });
    expect(await diffuse("sd-turbo")).toMatchObject({ width: 48 });
  });
});

describe("a broken pack", () => {
  const broken: [what: string, make: () => string, code: string, message: RegExp][] = [
    [
      "operators that the provider lacks",
      () => join(PACKS, "fused"),
      "provider-unavailable",
      /cuda.*cpu has no GroupNorm/,
    ],
    [
      "values that are no numbers",
      () => join(PACKS, "nonfinite"),
      "corrupt-pack",
      /no numbers at step 1 of 4, on cpu/,
    ],
    [
      "truncated weights",
      () => spoil("sd15", (at) => cutShort(at("unet/model.onnx_data"))),
      "corrupt-pack",
      /model.onnx_data.*cut short: \d+ of \d+ bytes/,
    ],
    [
      "weights that are not there",
      () => spoil("legacy-vae", (at) => rmSync(at("unet/weights.pb"))),
      "corrupt-pack",
      /weights.pb.*is missing/,
    ],
    [
      "a truncated graph",
      () => spoil("lcm", (at) => cutShort(at("vae_decoder/model.onnx"))),
      "corrupt-pack",
      /vae_decoder.model.onnx is not a whole ONNX model/,
    ],
    [
      "an unknown input type",
      () => spoil("sd15", (at) => retype(at("unet/model.onnx"), "timestep", 2)),
      "corrupt-pack",
      /"timestep" as uint8; Understudy knows/,
    ],
    [
      "no UNet",
      () => spoil("lcm", (at) => rmSync(at("unet"), { recursive: true })),
      "corrupt-pack",
      /no unet\/model.onnx/,
    ],
    [
      "no VAE decoder",
      () => spoil("lcm", (at) => rmSync(at("vae_decoder/model.onnx"))),
      "corrupt-pack",
      /no vae_decoder\/model.onnx/,
    ],
    [
      "no text encoder",
      () => spoil("lcm", (at) => rmSync(at("text_encoder/model.onnx"))),
      "corrupt-pack",
      /no text_encoder\/model.onnx/,
    ],
    [
      "no second text encoder",
      () => spoil("sdxl", (at) => rmSync(at("text_encoder_2"), { recursive: true })),
      "corrupt-pack",
      /no text_encoder_2\/model.onnx/,
    ],
    [
      "no tokenizer",
      () => spoil("lcm", (at) => rmSync(at("tokenizer"), { recursive: true })),
      "corrupt-pack",
      /no tokenizer folder/,
    ],
    [
      "no scheduler",
      () => spoil("lcm", (at) => rmSync(at("scheduler"), { recursive: true })),
      "corrupt-pack",
      /scheduler_config.json is missing/,
    ],
    [
      "an unknown scheduler",
      () =>
        spoil("lcm", (at) =>
          writeFileSync(at("scheduler/scheduler_config.json"), '{"_class_name": "Dreams"}'),
        ),
      "corrupt-pack",
      /"Dreams" is not supported/,
    ],
  ];

  it.each(broken)("with %s is told as such", async (_, make, code, message) => {
    const packDir = make();
    await expect(diffuse("", { packDir })).rejects.toMatchObject({
      ...{ code, message: expect.stringMatching(message), hint: expect.stringMatching(/\.$/) },
    });
  });
});

/** A copy of a pack on which something was done. */
function spoil(pack: string, what: (at: (file: string) => string) => void): string {
  const dir = copyOf(pack, root);
  what((file) => join(dir, file));
  return dir;
}
