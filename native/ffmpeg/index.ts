/** ffmpeg as child processes: find it, ask it, decode, encode, measure. Nothing here draws or mixes. */
export {
  type DecodedFrame,
  type DecodeFramesOptions,
  type DecodeOptions,
  decodeFrames,
  decodePcm,
} from "./decode.ts";
export {
  type EncodeOptions,
  type EncodeSoundOptions,
  encodeArguments,
  encodeFrames,
  encodeSound,
  type MuxOptions,
  mux,
} from "./encode.ts";
export type { FrameRate } from "./encoder-arguments.ts";
export { renderNode, workingEncoders } from "./encoders.ts";
export { type FileLoudness, measureLoudness } from "./loudness.ts";
export { type AudioInfo, type MediaInfo, probeMedia, type VideoInfo } from "./probe.ts";
export { type ResampleOptions, resampleFrames } from "./resample.ts";
export { type Ffmpeg, findFfmpeg } from "./resolve.ts";
export { fileArgument, type Progress, type RunOptions, runFfmpeg } from "./run.ts";
export { type TranscodeOptions, transcode } from "./transcode.ts";
