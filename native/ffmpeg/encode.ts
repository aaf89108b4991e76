/** Raw frames to H.264, and picture and sound into one MP4. The same input gives the same bytes. */
import type { Writable } from "node:stream";
import type { VideoEncoder } from "#contract/machine.ts";
import { Problem } from "#contract/problem.ts";
import { encoderArguments, type FrameRate } from "./encoder-arguments.ts";
import { refusalOf, renderNode } from "./encoders.ts";
import { writeOutput } from "./output.ts";
import { fileArgument, type Progress, runFfmpeg } from "./run.ts";

export interface EncodeOptions {
  /** Pixels; both even, since colour is stored for every second pixel. */
  width: number;
  height: number;
  fps: FrameRate;
  /** x264 when left out. */
  encoder?: VideoEncoder | undefined;
  /** x264's quality, 0 (lossless) to 51; 18 looks like the source. Hardware is asked for about the same. */
  crf?: number;
  /** Of x264. */
  preset?: "ultrafast" | "superfast" | "veryfast" | "faster" | "fast" | "medium" | "slow";
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal | undefined;
}

/** Nothing of the time or the program's version goes into the file. */
const SAME_BYTES = ["-map_metadata", "-1", "-fflags", "+bitexact"];

/**
 * Encodes raw RGBA8 frames (sRGB, rows top to bottom, alpha ignored, width * height * 4 bytes each) to
 * an H.264 MP4, yuv420p, converted to BT.709 limited range and tagged so, one keyframe a second.
 *
 * A frame is written while the next one is asked for: the source may reuse a buffer for every second
 * frame, but not for the next one.
 *
 * Only x264 gives the same bytes for the same frames on every machine; hardware need not do so even on one.
 * @returns the number of frames.
 * @throws Problem as `runFfmpeg` does, "missing-tool" when hardware refuses, Error when a frame has the wrong size; then no file is left.
 */
export async function encodeFrames(
  frames: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
  options: EncodeOptions,
): Promise<number> {
  const { width, height } = options;
  if (width % 2 || height % 2) {
    throw new Problem(
      "bad-input",
      `${width}x${height} cannot be encoded.`,
      "Choose an even width and height.",
    );
  }
  let count = 0;
  const write = async (stdin: Writable) => {
    let writing: Promise<void> = Promise.resolve();
    for await (const frame of frames) {
      if (frame.byteLength !== width * height * 4) {
        throw new Error(`frame ${count} has ${frame.byteLength} bytes instead of ${width * height * 4}`);
      }
      await writing;
      writing = writeAll(stdin, frame);
      writing.catch(() => {}); // awaited before the next frame
      count += 1;
    }
    await writing;
  };
  const render = options.encoder === "h264_vaapi" ? await renderNode() : undefined;
  await writeOutput(path, (temporary) =>
    runFfmpeg([...encodeArguments(options, "pipe:0", render), fileArgument(temporary)], {
      stdin: write,
      onProgress: options.onProgress,
      signal: options.signal,
    }),
  ).catch((error: unknown) => {
    throw hardwareProblem(error, options.encoder) ?? error;
  });
  return count;
}

/** What a hardware encoder's refusal means; undefined for anything that has another reason. */
export function hardwareProblem(error: unknown, encoder: VideoEncoder = "libx264"): Problem | undefined {
  // ffmpeg's own complaints are no Problems; ours, of frames, do not begin so.
  const isRefusal = error instanceof Error && !(error instanceof Problem) && /^ffmpeg /.test(error.message);
  if (encoder === "libx264" || !isRefusal) return undefined;
  const { reason, text } = refusalOf(error);
  return new Problem(
    "missing-tool",
    `The encoder ${encoder} does not work: ${reason}`,
    "Choose another encoder in the settings; x264 works everywhere.",
    { cause: error, text: { key: "encoder-broken", values: { encoder }, reason: text } },
  );
}

/** ffmpeg's arguments for raw RGBA8 frames from `source` to MP4, all but the file that comes out. */
export function encodeArguments(options: EncodeOptions, source: string, render?: string): string[] {
  const { width, height, fps, encoder = "libx264" } = options;
  const keyframeInterval = Math.max(1, Math.round(fps.num / fps.den));
  const { device, format, codec } = encoderArguments(encoder, { ...options, render });
  return [
    ...device,
    ...["-f", "rawvideo", "-pix_fmt", "rgba", "-video_size", `${width}x${height}`],
    ...["-framerate", `${fps.num}/${fps.den}`, "-i", source, "-an"],
    ...["-vf", `scale=in_range=pc:${TO_BT709},${format}`, ...BT709_TAGS],
    ...codec,
    ...["-g", `${keyframeInterval}`, "-flags:v", "+bitexact", ...SAME_BYTES],
    ...["-movflags", "+faststart", "-f", "mp4"],
  ];
}

const TO_BT709 = "out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int+bitexact";
const BT709_TAGS = [
  ...["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"],
];

function writeAll(stdin: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stdin.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

export interface MuxOptions {
  /** A file whose first video stream is copied as it is. */
  video: string;
  /** A file whose first audio stream is copied as it is. */
  audio: string;
  signal?: AbortSignal | undefined;
}

/** Puts picture and sound into an MP4 that starts playing before it is all there ("faststart"). */
export async function mux(path: string, { video, audio, signal }: MuxOptions): Promise<void> {
  await writeOutput(path, (temporary) =>
    runFfmpeg(
      [
        ...["-i", fileArgument(video), "-i", fileArgument(audio)],
        ...["-map", "0:v:0", "-map", "1:a:0", "-c", "copy"],
        ...[...SAME_BYTES, "-movflags", "+faststart", "-f", "mp4", fileArgument(temporary)],
      ],
      { signal },
    ),
  );
}

export interface EncodeSoundOptions {
  /** Bits a second. */
  bitrate?: number;
  signal?: AbortSignal | undefined;
}

/** Encodes a file's first audio stream to AAC, 48 kHz, stereo, in an MP4 of its own. */
export async function encodeSound(
  audio: string,
  path: string,
  { bitrate = 192_000, signal }: EncodeSoundOptions = {},
): Promise<void> {
  await writeOutput(path, (temporary) =>
    runFfmpeg(
      [
        ...["-i", fileArgument(audio), "-map", "0:a:0"],
        ...["-c:a", "aac", "-b:a", `${bitrate}`, "-ar", "48000", "-ac", "2"],
        ...["-flags:a", "+bitexact", ...SAME_BYTES, "-f", "mp4", fileArgument(temporary)],
      ],
      { signal },
    ),
  );
}
