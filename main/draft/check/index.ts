/** The stage `check`: the finished clip is what was promised, measured on the file itself. */
import type { Size } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import {
  type FileLoudness,
  fileArgument,
  type MediaInfo,
  measureLoudness,
  probeMedia,
  runFfmpeg,
} from "#native/ffmpeg/index.ts";
import type { StageContext } from "../stage.ts";

export interface CheckInput {
  /** Path of the MP4. */
  clip: string;
  size: Size;
  fps: number;
  frames: number;
  /** Whether the mix has no sound at all, and so no loudness. */
  silent: boolean;
}

export interface CheckOutput {
  frames: number;
  seconds: number;
  /** LUFS and dBTP as measured; null for silence. */
  lufs: number | null;
  truePeakDb: number | null;
}

const LOUDNESS = -14;
const LOUDNESS_TOLERANCE = 0.5;
const TRUE_PEAK_DB = -1;
/** Sound may end one AAC frame beside the picture. */
const SOUND_TOLERANCE_SECONDS = 1024 / 48_000;
/** Luma, limited range (black is 16), that the brightest spot of a picture must pass not to be called black. */
const BLACK = 22;

/** Throws Problem "failed-check" with everything that is not as it should be. */
export async function check(
  input: CheckInput,
  { signal, progress }: Pick<StageContext, "signal" | "progress">,
): Promise<CheckOutput> {
  const [media, loudness, brightest] = await Promise.all([
    probeMedia(input.clip, signal),
    input.silent ? null : measureLoudness(input.clip, signal),
    brightestLuma(input.clip, signal),
  ]);
  progress(0.9);
  const faults = [
    ...faultsOfMedia(input, media),
    ...(loudness === null ? [] : faultsOfLoudness(loudness)),
    ...(brightest > BLACK ? [] : ["the picture is black from beginning to end"]),
  ];
  if (faults.length > 0) {
    throw new Problem(
      "failed-check",
      `The clip did not pass its check: ${faults.join("; ")}.`,
      "Draft it again; if it happens again, `understudy doctor` tells whether ffmpeg works as it should.",
      { text: { key: "check-failed", values: { detail: faults.join("; ") } } },
    );
  }
  return {
    frames: media.video!.frames,
    seconds: media.seconds!,
    lufs: loudness?.integrated ?? null,
    truePeakDb: loudness?.truePeak ?? null,
  };
}

function faultsOfMedia({ size, fps, frames }: CheckInput, { seconds, video, audio }: MediaInfo): string[] {
  if (video === null) return ["it has no picture"];
  if (audio === null) return ["it has no sound"];
  const length = frames / fps;
  return [
    differs("picture codec", video.codec, "h264"),
    differs("size", `${video.width}x${video.height}`, size),
    differs("frames", video.frames, frames),
    differs("frame rate", `${video.fps.num / video.fps.den}`, `${fps}`),
    differs("constant rate", video.constantRate, true),
    differs("pixel format", video.pixelFormat, "yuv420p"),
    differs("range", video.range, "tv"),
    differs("colour matrix", video.matrix, "bt709"),
    differs("colour primaries", video.primaries, "bt709"),
    differs("transfer", video.transfer, "bt709"),
    differs("sound codec", audio.codec, "aac"),
    differs("sample rate", audio.sampleRate, 48_000),
    differs("channels", audio.channels, 2),
    Math.abs(audio.seconds - length) <= SOUND_TOLERANCE_SECONDS
      ? null
      : `its sound lasts ${audio.seconds.toFixed(3)} s instead of ${length.toFixed(3)} s`,
    // Told to 10 ms.
    seconds !== null && Math.abs(seconds - length) <= SOUND_TOLERANCE_SECONDS + 0.01
      ? null
      : `it lasts ${seconds} s instead of ${length.toFixed(2)} s`,
  ].filter((fault) => fault !== null);
}

function faultsOfLoudness({ integrated, truePeak }: FileLoudness): string[] {
  const faults: string[] = [];
  if (!(Math.abs(integrated - LOUDNESS) <= LOUDNESS_TOLERANCE)) {
    faults.push(`its loudness is ${integrated} LUFS instead of ${LOUDNESS}`);
  }
  if (!(truePeak <= TRUE_PEAK_DB)) faults.push(`its true peak is ${truePeak} dBTP, over ${TRUE_PEAK_DB}`);
  return faults;
}

function differs<Value>(what: string, found: Value, expected: Value): string | null {
  return found === expected ? null : `its ${what} is ${found} instead of ${expected}`;
}

/** The highest luma, limited range, in small copies of the keyframes: there is one a second. */
async function brightestLuma(clip: string, signal: AbortSignal): Promise<number> {
  const text = await runFfmpeg(
    [
      ...["-skip_frame", "nokey", "-i", fileArgument(clip), "-map", "0:v:0"],
      ...["-vf", "scale=64:64,signalstats,metadata=print:key=lavfi.signalstats.YMAX"],
      ...["-vsync", "passthrough", "-f", "null", "-"],
    ],
    { logLevel: "info", signal },
  );
  const values = [...text.matchAll(/signalstats\.YMAX=(\d+)/g)].map(([, value]) => Number(value));
  return Math.max(0, ...values);
}
