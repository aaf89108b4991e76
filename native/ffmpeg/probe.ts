/** What is in a media file, asked of ffmpeg alone: ffmpeg-static ships no ffprobe. */
import { access, constants } from "node:fs/promises";
import { Problem } from "#contract/problem.ts";
import { fileArgument, startFfmpeg } from "./run.ts";

export interface MediaInfo {
  /** ffmpeg's names of the format, such as "mov,mp4,m4a,3gp,3g2,mj2". */
  container: string;
  /** Of the whole file, to 10 ms; null where the file does not tell. */
  seconds: number | null;
  /** The first moving picture (cover art is none) and the first sound. */
  video: VideoInfo | null;
  audio: AudioInfo | null;
}

export interface VideoInfo {
  codec: string;
  width: number;
  height: number;
  /** Such as "yuv420p". */
  pixelFormat: string;
  /** Colour tags by ffmpeg's names ("tv", "bt709", ...); null where the file does not tell. */
  range: "tv" | "pc" | null;
  matrix: string | null;
  primaries: string | null;
  transfer: string | null;
  /** Nominal rate. */
  fps: { num: number; den: number };
  /** Whether all frames are spaced alike, within a tick of the file's clock. */
  constantRate: boolean;
  /** Number of stored frames, counted. */
  frames: number;
}

export interface AudioInfo {
  codec: string;
  /** Hz. */
  sampleRate: number;
  channels: number;
  /** Length of the stored sound, from its packets; a codec's lead-in is left out. */
  seconds: number;
}

/**
 * Examines a media file. Reads all of its packets, but decodes none.
 * @throws Problem "not-found", "corrupt-media" (no media, or damaged) or "missing-tool".
 */
export async function probeMedia(path: string, signal?: AbortSignal): Promise<MediaInfo> {
  await requireReadable(path);
  const { log, packets, whole } = await describe(path, signal);
  const container = /^Input #0, (.+), from '/m.exec(log)?.[1];
  if (!container) throw notMedia(path, log);
  // The log ends with a description of ffmpeg's output.
  const [input = ""] = log.split(/^(?:Output #0|Stream mapping)/m);
  const lines = [...input.matchAll(/^ {2}Stream #0:\d+\S*: (Video|Audio): (.+)$/gm)];
  if (lines.length > 0 && !whole) throw notMedia(path, log);
  const videos = lines.filter(([, kind]) => kind === "Video");
  const video = videos.findIndex(([, , rest]) => !rest?.includes("(attached pic)"));
  const audio = lines.find(([, kind]) => kind === "Audio");
  return {
    container,
    seconds: readDuration(input),
    video: video >= 0 ? describeVideo(path, videos[video]![2]!, readPackets(packets, video)) : null,
    audio: audio ? describeAudio(audio[2]!, readPackets(packets, videos.length)) : null,
  };
}

/**
 * What ffmpeg says of a file, and its pictures' and sounds' packets as the framecrc muxer lists them:
 * all moving pictures and covers first, then all sounds, each in the file's order.
 */
async function describe(path: string, signal: AbortSignal | undefined) {
  let whole = true;
  // Without any such stream there is no output, which ffmpeg takes for a failure.
  const accept = (code: number) => {
    whole = code === 0;
    return true;
  };
  const ffmpeg = await startFfmpeg(
    ["-i", fileArgument(path), "-map", "0:v?", "-map", "0:a?", "-c", "copy", "-f", "framecrc", "pipe:1"],
    { stdout: true, logLevel: "info", accept, signal },
  );
  let packets = "";
  for await (const chunk of ffmpeg.stdout!.setEncoding("utf8")) packets += chunk;
  const log = await ffmpeg.done;
  return { log, packets, whole };
}

async function requireReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw new Problem("not-found", `${path} is not there or cannot be read.`, "Check the path.", {
      cause: error,
      text: { key: "media-unreadable", values: { file: path } },
    });
  }
}

function notMedia(path: string, stderr: string): Problem {
  const last = stderr.trim().split("\n").at(-1) ?? "";
  return new Problem("corrupt-media", `${path} is damaged or no media: ${last}`, "Choose another file.", {
    text: { key: "media-unreadable", values: { file: path } },
  });
}

function readDuration(text: string): number | null {
  const match = /^ {2}Duration: (\d+):(\d\d):(\d\d\.\d+)/m.exec(text);
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : null;
}

function describeVideo(path: string, line: string, packets: Packets): VideoInfo {
  const size = /, (\d+)x(\d+)/.exec(line);
  if (!size || packets.times.length === 0) throw notMedia(path, "its picture stream is empty");
  const format = splitTop(line)[1] ?? "";
  const nominal = Number(/, ([\d.]+) fps/.exec(line)?.[1] ?? Number.NaN);
  const { fps, constant } = rateOf(packets, nominal);
  return {
    codec: codecOf(line),
    width: Number(size[1]),
    height: Number(size[2]),
    ...readFormat(format),
    fps,
    constantRate: constant,
    frames: packets.times.length,
  };
}

function codecOf(line: string): string {
  return /^\w+/.exec(line)?.[0] ?? "";
}

/** Splits at the commas outside parentheses. */
function splitTop(line: string): string[] {
  return line.split(/, (?![^(]*\))/);
}

/** "yuv420p(tv, bt709/bt709/iec61966-2-1, progressive)": one name when matrix/primaries/transfer agree. */
function readFormat(
  text: string,
): Pick<VideoInfo, "pixelFormat" | "range" | "matrix" | "primaries" | "transfer"> {
  const match = /^(\w+)(?:\((.*)\))?/.exec(text);
  const words = (match?.[2] ?? "").split(", ");
  const range = words.find((word) => word === "tv" || word === "pc") ?? null;
  const colours = words.find((word) => COLOUR.test(word));
  const named = (name: string | undefined) => (!name || name === "unknown" ? null : name);
  const [matrix, primaries = matrix, transfer = matrix] = colours?.split("/") ?? [];
  return {
    pixelFormat: match?.[1] ?? "",
    range: range as VideoInfo["range"],
    matrix: named(matrix),
    primaries: named(primaries),
    transfer: named(transfer),
  };
}

/** Names of libavutil's colour spaces; "progressive", "left" and the like stand in the same list. */
const COLOUR = /\/|^(bt\d|smpte|gbr|fcc|ycgco|film|iec|arib|log|linear|gamma|ictcp|chroma|jedec|ebu)/;

function describeAudio(line: string, packets: Packets): AudioInfo {
  const begin = Math.max(0, packets.range[0]);
  return {
    codec: codecOf(line),
    sampleRate: Number(/, (\d+) Hz/.exec(line)?.[1] ?? packets.sampleRate),
    channels: channelCount(splitTop(line)[2] ?? ""),
    seconds: (packets.range[1] - begin) * packets.tick,
  };
}

/** "stereo", "5.1(side)", "mono" or "3 channels". */
function channelCount(layout: string): number {
  if (layout.startsWith("mono")) return 1;
  if (layout.startsWith("stereo") || layout.startsWith("downmix")) return 2;
  if (layout.startsWith("quad")) return 4;
  const counted = /^(\d+) channels/.exec(layout);
  if (counted) return Number(counted[1]);
  const points = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(layout);
  if (points) return Number(points[1]) + Number(points[2]) + Number(points[3] ?? 0);
  return 0;
}

interface Packets {
  /** Seconds of a tick. */
  tick: number;
  /** Presentation times in ticks, sorted. */
  times: number[];
  /** First time and end of the last packet, ticks. */
  range: [number, number];
  sampleRate: number;
}

/** A stream's packets out of framecrc's list: "stream, dts, pts, duration, size, crc". */
function readPackets(text: string, stream: number): Packets {
  const [, num = "0", den = "1"] = new RegExp(`^#tb ${stream}: (\\d+)/(\\d+)`, "m").exec(text) ?? [];
  const packets = [...text.matchAll(new RegExp(`^${stream}, *-?\\d+, *(-?\\d+), *(\\d+),`, "gm"))];
  const times = packets.map(([, time]) => Number(time)).sort((a, b) => a - b);
  const range: [number, number] = [times[0] ?? 0, 0];
  for (const [, time, duration] of packets) range[1] = Math.max(range[1], Number(time) + Number(duration));
  const sampleRate = Number(new RegExp(`^#sample_rate ${stream}: (\\d+)`, "m").exec(text)?.[1] ?? 0);
  return { tick: Number(num) / Number(den), times, range, sampleRate };
}

/** The rate as a fraction, from what the file says and how its frames are spaced. */
function rateOf(packets: Packets, nominal: number): { fps: { num: number; den: number }; constant: boolean } {
  const { times, tick } = packets;
  const span = times.at(-1)! - times[0]!;
  const measured = span > 0 ? (times.length - 1) / (span * tick) : nominal;
  const constantAt = (rate: number) =>
    times.every((time, i) => Math.abs(time - times[0]! - i / (rate * tick)) <= 1.001);
  for (const rate of [measured, nominal]) {
    if (!(rate > 0)) continue;
    const fps = fraction(rate);
    if (constantAt(fps.num / fps.den)) return { fps, constant: true };
  }
  return { fps: fraction(nominal > 0 ? nominal : measured), constant: false };
}

/** ffmpeg prints rates to two decimals. */
const RATE_ERROR = 5e-3;

/** Whole rates, the NTSC family (n * 1000 / 1001), else thousandths. */
function fraction(rate: number): { num: number; den: number } {
  const whole = Math.round(rate);
  if (Math.abs(rate - whole) < RATE_ERROR) return { num: whole, den: 1 };
  const ntsc = Math.round((rate * 1001) / 1000);
  if (Math.abs(rate - (ntsc * 1000) / 1001) < RATE_ERROR) return { num: ntsc * 1000, den: 1001 };
  return { num: Math.round(rate * 1000), den: 1000 };
}
