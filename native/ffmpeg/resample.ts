/** Raw pictures to another shape, size and rate. */
import type { FrameRate } from "./encoder-arguments.ts";
import { fileArgument, runFfmpeg } from "./run.ts";

export interface ResampleOptions {
  /** Pixels of what comes in; its middle is cut to the shape of what goes out. */
  from: { width: number; height: number };
  to: { width: number; height: number };
  /** In between frames, new ones are made that move with them, when the rates differ. */
  rate?: { from: FrameRate; to: FrameRate };
  /** Frames that are written. */
  frames: number;
  signal?: AbortSignal | undefined;
}

const EXACT = "accurate_rnd+bitexact+full_chroma_int+full_chroma_inp";
/** Motion that minterpolate follows in both directions, with blocks that overlap and adapt to what moves. */
const IN_BETWEEN = "mi_mode=mci:mc_mode=aobmc:me_mode=bidir:me=epzs:vsbmc=1:scd=fdiff";
/** The last frame is repeated, for minterpolate needs a next one. */
const TAIL = 4;

/**
 * Cuts, scales (Lanczos, 3 lobes) and, where a rate is given, interpolates raw RGB8 frames. `path` ends in
 * ".rgb": one file of raw RGB8 frames; or in "%05d.jpg": JPEGs (4:4:4, near the best quality), numbered from 1.
 * @throws Problem as `runFfmpeg` does.
 */
export async function resampleFrames(
  frames: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
  { from, to, rate, frames: count, signal }: ResampleOptions,
): Promise<void> {
  const shape = to.width / to.height;
  const width = Math.max(1, Math.min(from.width, Math.round(from.height * shape)));
  const height = Math.max(1, Math.min(from.height, Math.round(from.width / shape)));
  const jpeg = path.endsWith(".jpg");
  const filters = [`crop=${width}:${height}:exact=1`];
  if (rate && rate.from.num * rate.to.den !== rate.to.num * rate.from.den) {
    filters.push(`tpad=stop=${TAIL}:stop_mode=clone`, "format=yuv444p");
    filters.push(`minterpolate=fps=${rate.to.num}/${rate.to.den}:${IN_BETWEEN}`);
  }
  // Red, green and blue are scaled for themselves: nothing is lost on the way through YUV.
  else filters.push("format=gbrp");
  filters.push(`scale=${to.width}:${to.height}:flags=lanczos+${EXACT}`);
  if (jpeg) filters.push(`scale=out_range=pc:flags=${EXACT}`, "format=yuvj444p");
  const source = rate?.from ?? { num: 24, den: 1 };
  await runFfmpeg(
    [
      ...["-f", "rawvideo", "-pix_fmt", "rgb24", "-video_size", `${from.width}x${from.height}`],
      ...["-framerate", `${source.num}/${source.den}`, "-i", "pipe:0", "-an"],
      ...["-vf", filters.join(","), "-vsync", "passthrough", "-frames:v", `${count}`],
      ...(jpeg
        ? ["-c:v", "mjpeg", "-q:v", "2", "-huffman", "optimal", "-flags:v", "+bitexact", "-f", "image2"]
        : ["-pix_fmt", "rgb24", "-f", "rawvideo"]),
      fileArgument(path),
    ],
    {
      signal,
      stdin: async (stdin) => {
        for await (const frame of frames) {
          if (frame.byteLength !== from.width * from.height * 3) {
            throw new Error(`a ${from.width}x${from.height} RGB frame has not ${frame.byteLength} bytes`);
          }
          await new Promise<void>((resolve, reject) => {
            stdin.write(frame, (error) => (error ? reject(error) : resolve()));
          });
        }
      },
    },
  );
}
