/** What this machine can do: execution providers and video encoders, each really tried. */
import { z } from "zod";
import { Provider } from "./draft.ts";
import { ProviderStatus } from "./engine.ts";
import { ReasonText } from "./reason.ts";

/** H.264 encoders of ffmpeg: software first, then each maker's hardware. */
export const VIDEO_ENCODERS = [
  "libx264",
  "h264_nvenc",
  "h264_qsv",
  "h264_vaapi",
  "h264_videotoolbox",
  "h264_amf",
] as const;
export const VideoEncoder = z.enum(VIDEO_ENCODERS);
export type VideoEncoder = z.infer<typeof VideoEncoder>;

export const EncoderStatus = z.object({
  encoder: z.string(),
  works: z.boolean(),
  /** Why not; empty when it works. */
  reason: z.string(),
  text: ReasonText.optional(),
});
export type EncoderStatus = z.infer<typeof EncoderStatus>;

export const Machine = z.object({
  cpu: z.string(),
  threads: z.int(),
  /** Bytes. */
  memory: z.number(),
  freeMemory: z.number(),
  providers: z.array(ProviderStatus),
  /** What "auto" means here; null when nothing works. */
  autoProvider: Provider.nullable(),
  encoders: z.array(EncoderStatus),
  /** What "auto" means for exports. */
  autoEncoder: VideoEncoder,
  /** The ffmpeg that encodes; null when none runs. */
  ffmpeg: z.object({ path: z.string(), version: z.string() }).nullable(),
});
export type Machine = z.infer<typeof Machine>;
