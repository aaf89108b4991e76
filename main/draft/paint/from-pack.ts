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

/** Side of a picture where a pack does not tell its own, and what sides are multiples of. */
const USUAL: NonNullable<PackAbilities["size"]> = { width: 512, height: 512, multiple: 64, fixed: false };
/** Frames a second that motion modules were trained on (AnimateDiff); the clip's own are made in between. */
const MOTION_FPS = { num: 8, den: 1 };
const CLIP_FPS = { num: 24, den: 1 };
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

/** The size nearest to the plate's shape with as many pixels as the pack is at home with. */
export function sizeToAsk(own: NonNullable<PackAbilities["size"]>, plate: PictureSize): PictureSize {
  if (own.fixed) return { width: own.width, height: own.height };
  const area = own.width * own.height;
  const shape = plate.width / plate.height;
  const multiple = (side: number) => Math.max(1, Math.round(side / own.multiple)) * own.multiple;
  return { width: multiple(Math.sqrt(area * shape)), height: multiple(Math.sqrt(area / shape)) };
}

/** Frames of the pack's rate that last as long as the shot; at least a window. */
function framesToAsk(frames: number, abilities: PackAbilities | undefined): number {
  // One more than fit, so that the last of the clip's frames lie between two of the pack's.
  const lasting = Math.ceil((frames * MOTION_FPS.num) / CLIP_FPS.num) + 1;
  return Math.max(abilities?.motion?.frames ?? 16, lasting);
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
  return decompress(await readFile(path));
}
