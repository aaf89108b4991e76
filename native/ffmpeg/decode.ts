/** Media files to raw frames and samples. */
import { Problem } from "#contract/problem.ts";
import { probeMedia } from "./probe.ts";
import { fileArgument, startFfmpeg } from "./run.ts";

export interface DecodeOptions {
  /** Where to begin, seconds; the beginning when left out. */
  start?: number;
  signal?: AbortSignal | undefined;
}

export interface DecodeFramesOptions extends DecodeOptions {
  /** Scales to this size; the file's own when left out. */
  size?: { width: number; height: number };
  /** Repeats or drops frames to this constant rate; every stored frame once when left out. */
  fps?: { num: number; den: number };
  /** At most so many frames. */
  frames?: number;
}

export interface DecodedFrame {
  width: number;
  height: number;
  /** RGBA8, full range, rows top to bottom. */
  data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * The frames of a file's first video stream, in order. Leaving the loop early ends ffmpeg.
 * @throws Problem "not-found", "corrupt-media", "cancelled" or "missing-tool".
 */
export async function* decodeFrames(
  path: string,
  options: DecodeFramesOptions = {},
): AsyncGenerator<DecodedFrame> {
  const { video } = await probeMedia(path, options.signal);
  if (!video) throw noStream(path, "picture");
  const { width, height } = options.size ?? video;
  // Untagged files are BT.709 by today's habit; swscale would take them for BT.601.
  const matrix = video.matrix ? "" : ":in_color_matrix=bt709";
  const quality = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact";
  const filters = [
    ...(options.fps ? [`fps=${options.fps.num}/${options.fps.den}`] : []),
    `scale=${width}:${height}${matrix}:out_range=pc:${quality}`,
  ];
  const ffmpeg = await startFfmpeg(
    [
      ...seek(options.start),
      ...["-i", fileArgument(path), "-map", "0:v:0", "-vf", filters.join(",")],
      ...(options.fps ? [] : ["-vsync", "passthrough"]),
      ...(options.frames === undefined ? [] : ["-frames:v", `${options.frames}`]),
      ...["-pix_fmt", "rgba", "-f", "rawvideo", "pipe:1"],
    ],
    { stdout: true, signal: options.signal },
  );
  try {
    for await (const data of blocks(ffmpeg.stdout!, width * height * 4)) {
      yield { width, height, data: new Uint8ClampedArray(data.buffer) };
    }
    await ffmpeg.done;
  } finally {
    ffmpeg.kill();
  }
}

/**
 * The whole first audio stream of a file as 48 kHz stereo, planar: left and right, full scale at 1.
 * `seconds` limits its length.
 * @throws Problem as `decodeFrames` does.
 */
export async function decodePcm(
  path: string,
  options: DecodeOptions & { seconds?: number } = {},
): Promise<[Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>]> {
  const { audio } = await probeMedia(path, options.signal);
  if (!audio) throw noStream(path, "sound");
  const seconds = Math.min(audio.seconds - (options.start ?? 0), options.seconds ?? Number.POSITIVE_INFINITY);
  // A codec's last block is longer than the sound in it; the file knows where that ends.
  const length = `aresample=48000,atrim=end_sample=${Math.max(0, Math.round(seconds * 48_000))}`;
  const ffmpeg = await startFfmpeg(
    [
      ...seek(options.start),
      ...["-i", fileArgument(path), "-map", "0:a:0", "-af", length, "-ar", "48000", "-ac", "2"],
      ...["-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"],
    ],
    { stdout: true, signal: options.signal },
  );
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of ffmpeg.stdout!) chunks.push(chunk);
    await ffmpeg.done;
  } finally {
    ffmpeg.kill();
  }
  const bytes = Buffer.concat(chunks);
  const samples = Math.floor(bytes.length / 8);
  const left = new Float32Array(samples);
  const right = new Float32Array(samples);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < samples; i += 1) {
    left[i] = view.getFloat32(i * 8, true);
    right[i] = view.getFloat32(i * 8 + 4, true);
  }
  return [left, right];
}

/** Cuts a stream of bytes into blocks of `size`, each in memory of its own; drops an incomplete last one. */
async function* blocks(stream: AsyncIterable<Buffer>, size: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let block = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of stream) {
    let taken = 0;
    while (taken < chunk.length) {
      const part = chunk.subarray(taken, taken + size - filled);
      block.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled < size) continue;
      yield block;
      block = new Uint8Array(size);
      filled = 0;
    }
  }
}

function seek(start: number | undefined): string[] {
  return start ? ["-ss", `${start}`] : [];
}

function noStream(path: string, what: string): Problem {
  return new Problem("corrupt-media", `${path} has no ${what}.`, "Choose another file.", {
    text: { key: "media-unreadable", values: { file: path } },
  });
}
