import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { createSessionCache } from "#main/inference/index.ts";
import { diffusionLayout } from "./layout.ts";
import { frameOf } from "./motion.ts";
import { Parts } from "./parts.ts";
import { makeLatents, planDiffusion } from "./pipeline.ts";
import { arrayOf, expectations, largestDifference, PACKS, requestOf } from "./tests/expectation.ts";
import { encodePrompt } from "./text.ts";
import { openTokenizer } from "./tokenizer.ts";
import { guidanceEmbedding } from "./unet.ts";
import { Decoder } from "./vae.ts";

const TOLERANCE = 1e-3;
const WEBGPU_TOLERANCE = 1e-2;
/** Debian's Chromium brings a software Vulkan device. */
const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** A processor that is busy with other things compiles the shaders slowly. */
const SHADERS_MS = 300_000;

const sessions = await createSessionCache();
afterAll(() => sessions.release());
const context = { sessions, throwIfCancelled: () => {}, progress: () => {} };

async function partsOf(pack: string): Promise<Parts> {
  const layout = await diffusionLayout(join(PACKS, pack));
  return Parts.check(layout!, "cpu", context);
}

describe.each(expectations())("the pack $pack agrees with PyTorch", (pack) => {
  it("on the ids of texts", async () => {
    const { layout } = await partsOf(pack.pack);
    const folders = [layout.tokenizer, layout.tokenizer2].filter((folder) => folder !== undefined);
    for (const [index, folder] of folders.entries()) {
      const tokenizer = await openTokenizer(folder);
      for (const { text, ids } of pack.texts) {
        const wanted = ids[index]!;
        expect(tokenizer.encode(text).ids).toEqual(wanted);
      }
    }
  });

  it.each(pack.cases)("on $name", async (asked) => {
    const parts = await partsOf(pack.pack);
    if (asked.scheduler) parts.layout.configs.scheduler = asked.scheduler;
    const request = requestOf(pack, asked);
    const plan = planDiffusion(parts.layout, request);
    expect(plan).toMatchObject({ width: asked.width, height: asked.height });
    expect(plan.scheduler.timesteps.map((t) => Math.round(t * 1e6) / 1e6)).toEqual(asked.timesteps);

    const embedding = arrayOf(pack, asked, "embedding");
    const { states } = await encodePrompt(parts, asked.prompt);
    expect(largestDifference(states.subarray(0, embedding.values.length), embedding.values)).toBeLessThan(
      TOLERANCE,
    );
    if (asked.arrays.timestep_cond) {
      const { values } = arrayOf(pack, asked, "timestep_cond");
      expect(largestDifference(guidanceEmbedding(asked.guidance, values.length), values)).toBeLessThan(
        TOLERANCE,
      );
    }

    const samples: Float32Array[] = [];
    const onLatents = (latents: Float32Array) => samples.push(latents);
    const { latents } = await makeLatents(parts, request, plan, { ...context, onLatents });
    const wanted = arrayOf(pack, asked, "latents");
    const kept = plan.clip ? [samples[0]!, samples.at(-1)!] : samples;
    expect(kept).toHaveLength(wanted.shape[0]!);
    for (const [index, sample] of kept.entries()) {
      const expected = wanted.values.subarray(index * sample.length, (index + 1) * sample.length);
      expect(largestDifference(sample, expected), `the sample ${index}`).toBeLessThan(TOLERANCE);
    }

    const pixels = arrayOf(pack, asked, "pixels").values;
    const { clip, frames } = plan;
    const decoded = clip
      ? [frameOf(latents, clip.shape, 0), frameOf(latents, clip.shape, frames - 1)]
      : [latents];
    const decoder = await Decoder.open(parts);
    for (const [index, latent] of decoded.entries()) {
      const planes = await decoder.planes(latent, plan.latent);
      const expected = pixels.subarray(index * planes.length, (index + 1) * planes.length);
      expect(largestDifference(planes, expected), `the picture ${index}`).toBeLessThan(TOLERANCE);
    }
  });
});

describe.skipIf(!existsSync(SWIFTSHADER))("on WebGPU", () => {
  it(
    "the pack lcm agrees with PyTorch, too",
    async () => {
      const script = join(import.meta.dirname, "tests/compare-providers.ts");
      const env = { ...process.env, VK_ICD_FILENAMES: SWIFTSHADER };
      const { stdout } = await promisify(execFile)(process.execPath, [script, "lcm", "webgpu"], { env });
      const { latents, pixels, count } = JSON.parse(stdout);
      expect(latents).toBeLessThan(WEBGPU_TOLERANCE);
      expect(pixels).toBeLessThan(WEBGPU_TOLERANCE);
      expect(count).toBeGreaterThan(0);
    },
    SHADERS_MS,
  );
});
