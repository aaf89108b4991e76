/** The engine's task `diffuse`: a request becomes frames on disk, each written as soon as it is decoded. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, zstdCompress } from "node:zlib";
import type { Diffusion, RgbPicture, TaskInput } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import type { TaskContext } from "#main/inference/index.ts";
import { type DiffusionLayout, diffusionLayout } from "./layout.ts";
import { Parts } from "./parts.ts";
import { decodedShare, decodeFrames, makeLatents, planDiffusion } from "./pipeline.ts";

const compress = promisify(zstdCompress);
/** Fast: the files live in a cache. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Makes the picture or the frames of a request with a diffusion pack.
 * @throws Problem "corrupt-pack" that names the part, "provider-unavailable", "no-memory", "bad-input"
 * for what the pack cannot do, "cancelled".
 */
export async function diffuse(input: TaskInput<"diffuse">, context: TaskContext): Promise<Diffusion> {
  const { packDir, provider, outDir, init, ...request } = input;
  const layout = await requireLayout(packDir);
  const parts = await Parts.check(layout, provider, context);
  const asked = {
    ...request,
    init: init && { picture: await readPicture(init), strength: init.strength },
  };
  const plan = planDiffusion(layout, asked);
  const { latents, unread } = await makeLatents(parts, asked, plan, context);
  const frames: string[] = [];
  for await (const picture of decodeFrames(parts, latents, plan)) {
    const frame = frames.length;
    // A clip's frames are many; packing a single picture would take longer than writing it.
    const isPacked = plan.frames > 1;
    const file = `frame-${String(frame).padStart(4, "0")}.rgb${isPacked ? ".zst" : ""}`;
    frames.push(file);
    const detail = `frame ${frames.length} of ${plan.frames}`;
    // The preview is on its way while the frame is packed.
    context.progress(decodedShare(plan, frames.length), detail, { ...picture, frame });
    await writeFile(join(outDir, file), isPacked ? await compress(picture.rgb, FAST) : picture.rgb);
  }
  return {
    width: plan.width,
    height: plan.height,
    frames,
    steps: plan.steps,
    guidance: plan.guidance,
    scheduler: plan.scheduler.name,
    timesteps: [...plan.scheduler.timesteps],
    unread,
    loaded: parts.loaded,
    peakBytes: parts.peakBytes,
  };
}

/** @throws Problem "bad-input" when the folder holds no diffusion pack. */
export async function requireLayout(packDir: string): Promise<DiffusionLayout> {
  const layout = await diffusionLayout(packDir);
  if (layout) return layout;
  throw new Problem(
    "bad-input",
    `${packDir} holds no diffusion pack.`,
    "Choose a pack of the kind image or motion.",
  );
}

async function readPicture(init: { file: string; width: number; height: number }): Promise<RgbPicture> {
  const { file, width, height } = init;
  const rgb = await readFile(file).catch((error: unknown) => {
    throw new Problem("not-found", `The picture ${file} cannot be read.`, "Check the file.", {
      cause: error,
    });
  });
  if (rgb.length === width * height * 3) return { width, height, rgb };
  throw new Problem(
    "corrupt-media",
    `${file} has ${rgb.length} bytes; ${width}x${height} pixels of RGB have ${width * height * 3}.`,
    "Decode the picture again.",
  );
}
