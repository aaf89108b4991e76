/** The stage `paint` with a diffusion pack: its picture, or its frames, become a plate. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import type { Provider } from "#contract/draft.ts";
import type { Diffusion } from "#contract/engine.ts";
import type { PackAbilities } from "#contract/pack.ts";
import { resampleFrames } from "#native/ffmpeg/index.ts";
import type { StageContext } from "../stage.ts";
import { CLIP_FPS, framesToAsk, MOTION_FPS, sizeToAsk, USUAL } from "./asked.ts";
import { plateSize } from "./feeds.ts";
import { type PicturePlate, type PicturePlateInput, platePicture } from "./from-picture.ts";
import { fitPicture, openPicture, type PictureSize } from "./picture.ts";

export interface DiffusionInput extends PicturePlateInput {
  pack: { dir: string; abilities?: PackAbilities | undefined };
  provider: Provider;
  prompt: string;
  negative: string;
  seed: number;
  /** The pack's own when left out. */
  steps?: number | undefined;
  guidance?: number | undefined;
  /** Length of the shot in frames of the clip, for a plate that moves. */
  motion?: { frames: number } | undefined;
  /** The picture to start from; of a clip, its frame. */
  init?: { file: string; frame?: number | undefined; strength: number } | undefined;
}

/** What the pack made, besides the plate. */
export type Diffused = Pick<Diffusion, "steps" | "guidance" | "scheduler" | "unread"> &
  Pick<PicturePlate, "depth">;

const FRAME_FILES = "frame-%05d.jpg";

const decompress = promisify(zstdDecompress);

/**
 * Lets the engine make the shot's picture or frames, and writes the plate into `context.dir`. Finished frames
 * go to `context.preview` at once.
 * @throws Problem as the engine's task `diffuse` does.
 */
export async function paintWithPack(input: DiffusionInput, context: StageContext): Promise<Diffused> {
  const { pack, init, motion, overscan } = input;
  const plate = plateSize(input.size, overscan);
  const asked = sizeToAsk(pack.abilities?.size ?? USUAL, plate);
  const raw = join(context.dir, "raw");
  await mkdir(raw);
  try {
    const made = await context.engine.run(
      "diffuse",
      {
        packDir: pack.dir,
        prompt: input.prompt,
        negative: input.negative,
        seed: input.seed,
        ...asked,
        ...(pack.abilities?.size && { multiple: pack.abilities.size.multiple }),
        ...(input.steps !== undefined && { steps: input.steps }),
        ...(input.guidance !== undefined && { guidance: input.guidance }),
        ...(motion && { frames: framesToAsk(motion.frames, pack.abilities) }),
        ...(init && { init: await initFile(init, asked, context) }),
        provider: input.provider,
        outDir: raw,
      },
      {
        signal: context.signal,
        onProgress: (fraction, _detail, preview) => {
          context.progress(fraction * 0.9);
          if (preview) context.preview(preview);
        },
      },
    );
    const { depth } = motion
      ? await writeClip(made, motion.frames, raw, plate, input, context)
      : await writeStill(made, raw, input, context);
    const { steps, guidance, scheduler, unread } = made;
    return { steps, guidance, scheduler, unread, ...(depth && { depth }) };
  } finally {
    await rm(raw, { recursive: true, force: true });
    await rm(join(context.dir, INIT_FILE), { force: true });
  }
}

const INIT_FILE = "init.rgb";

async function initFile(
  init: NonNullable<DiffusionInput["init"]>,
  asked: PictureSize,
  context: StageContext,
) {
  const picture = await openPicture(init.file, init.frame, context.signal);
  const { width, height, rgb } = await fitPicture(picture, asked, context.dir, context.signal);
  const file = join(context.dir, INIT_FILE);
  await writeFile(file, rgb);
  return { file, width, height, strength: init.strength };
}

async function writeStill(
  { width, height, frames }: Diffusion,
  raw: string,
  input: DiffusionInput,
  context: StageContext,
): Promise<PicturePlate> {
  const rgb = await readFrame(join(raw, frames[0]!));
  return platePicture({ width, height, rgb }, input, context);
}

/** Writes the frames at the clip's rate, and the plate, estimated from the middle one. */
async function writeClip(
  { width, height, frames }: Diffusion,
  count: number,
  raw: string,
  plate: PictureSize,
  input: DiffusionInput,
  context: StageContext,
): Promise<PicturePlate> {
  async function* pictures() {
    for (const file of frames) yield await readFrame(join(raw, file));
  }
  await resampleFrames(pictures(), join(context.dir, FRAME_FILES), {
    from: { width, height },
    to: plate,
    rate: { from: MOTION_FPS, to: CLIP_FPS },
    frames: count,
    signal: context.signal,
  });
  context.progress(0.95);
  const files = Array.from({ length: count }, (_, i) =>
    FRAME_FILES.replace("%05d", `${i + 1}`.padStart(5, "0")),
  );
  const middle = await openPicture(join(context.dir, files[count >> 1]!), undefined, context.signal);
  return platePicture(middle, input, context, { fps: CLIP_FPS.num / CLIP_FPS.den, files });
}

async function readFrame(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  return path.endsWith(".zst") ? decompress(bytes) : bytes;
}
