/** How each H.264 encoder is asked for about the same quality: no two have the same options. */
import type { VideoEncoder } from "#contract/machine.ts";

export interface FrameRate {
  num: number;
  den: number;
}

export interface EncoderOptions {
  width: number;
  height: number;
  fps: FrameRate;
  crf?: number;
  preset?: string;
  /** The graphics device of VA-API; Linux only. */
  render?: string | undefined;
}

export interface EncoderArguments {
  /** Before the input. */
  device: string[];
  /** The end of the filter chain: pixels as the encoder takes them. */
  format: string;
  codec: string[];
}

/** x264's result depends on its number of threads: fixed, so that all machines agree. */
const X264_THREADS = 4;
/** For the encoder that knows no constant quality: looks like x264's 18 for drawn pictures. */
const BITS_PER_PIXEL = 0.5;

/** ffmpeg's arguments for `encoder`. `crf` is x264's scale, 18 when left out. */
export function encoderArguments(encoder: VideoEncoder, options: EncoderOptions): EncoderArguments {
  const { width, height, fps, crf = 18, preset = "veryfast", render = "/dev/dri/renderD128" } = options;
  const plain = { device: [], format: "format=yuv420p" };
  switch (encoder) {
    case "libx264": {
      const codec = ["-preset", preset, "-crf", `${crf}`, "-threads", `${X264_THREADS}`];
      return { ...plain, codec: ["-c:v", encoder, ...codec] };
    }
    case "h264_nvenc":
      return {
        ...plain,
        codec: ["-c:v", encoder, "-preset", "p5", "-rc", "vbr", "-cq", `${crf}`, "-b:v", "0"],
      };
    case "h264_qsv":
      return { device: [], format: "format=nv12", codec: ["-c:v", encoder, "-global_quality", `${crf}`] };
    case "h264_vaapi":
      return {
        device: ["-vaapi_device", render],
        format: "format=nv12,hwupload",
        codec: ["-c:v", encoder, "-rc_mode", "CQP", "-qp", `${crf}`],
      };
    case "h264_videotoolbox": {
      const bits = Math.round((BITS_PER_PIXEL * width * height * fps.num) / fps.den);
      return { ...plain, codec: ["-c:v", encoder, "-b:v", `${bits}`] };
    }
    case "h264_amf":
      return {
        ...plain,
        codec: ["-c:v", encoder, "-rc", "cqp", "-qp_i", `${crf}`, "-qp_p", `${crf + 2}`],
      };
  }
}
