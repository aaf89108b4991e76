/** Encodes a whole media file anew: picture by the encoder that is asked for, sound beside it. */
import type { VideoEncoder } from "#contract/machine.ts";
import { hardwareProblem } from "./encode.ts";
import { encoderArguments } from "./encoder-arguments.ts";
import { renderNode } from "./encoders.ts";
import { probeMedia } from "./probe.ts";
import { fileArgument, runFfmpeg } from "./run.ts";

export interface TranscodeOptions {
  /** "mp4": H.264 and AAC; "webm": VP9 and Opus, which `encoder` has no part in. */
  format: "mp4" | "webm";
  encoder: VideoEncoder;
  /** On x264's scale, 18 when left out. */
  crf?: number;
  /** Filters in front of the encoder. Its sides are even already. */
  filter?: string;
  /** Further arguments for the picture. */
  picture?: readonly string[];
  signal?: AbortSignal | undefined;
  /** How much is done, 0 to 1. */
  onFraction?: (fraction: number) => void;
}

/** H.264 has colour for every second pixel. */
const EVEN = "scale='trunc(iw/2)*2':'trunc(ih/2)*2'";

/**
 * Encodes `source` to the file `target`, over what is there.
 * @throws Problem as `runFfmpeg` and `probeMedia` do, and "missing-tool" with the text "encoder-broken" where
 * hardware refuses.
 */
export async function transcode(source: string, target: string, options: TranscodeOptions): Promise<void> {
  const { format, encoder, signal, onFraction, filter = EVEN, picture = [] } = options;
  const { video, seconds } = await probeMedia(source, signal);
  const { width = 2, height = 2, fps = { num: 24, den: 1 } } = video ?? {};
  const { crf = 18 } = options;
  const render = encoder === "h264_vaapi" && format === "mp4" ? await renderNode() : undefined;
  const asked =
    format === "mp4"
      ? encoderArguments(encoder, { width, height, fps, crf, render })
      : { device: [], format: "format=yuv420p", codec: VP9 };
  await runFfmpeg(
    [
      ...["-y", ...asked.device, "-i", fileArgument(source), "-map", "0:v:0", "-map", "0:a:0?"],
      ...["-vf", `${filter},${asked.format}`, ...asked.codec, ...picture, ...SOUND[format]],
      ...["-map_metadata", "-1", "-f", format, fileArgument(target)],
    ],
    {
      signal,
      onProgress: (progress) => onFraction?.(seconds ? Math.min(1, progress.seconds / seconds) : 0),
    },
  ).catch((error: unknown) => {
    throw (format === "mp4" && hardwareProblem(error, encoder)) || error;
  });
}

const VP9 = [
  ...["-c:v", "libvpx-vp9", "-crf", "30", "-b:v", "0"],
  ...["-deadline", "good", "-cpu-used", "4", "-row-mt", "1"],
];

const SOUND = {
  mp4: ["-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart"],
  webm: ["-c:a", "libopus", "-b:a", "160k"],
};
