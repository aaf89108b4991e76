/** Loudness of a media file by ITU-R BS.1770 / EBU R 128, as ffmpeg's ebur128 filter measures it. */
import { fileArgument, runFfmpeg } from "./run.ts";

export interface FileLoudness {
  /** Integrated loudness, LUFS; -Infinity for silence (ffmpeg tells the gate, -70, then). */
  integrated: number;
  /** Loudness range, LU. */
  range: number;
  /** True peak, dBTP; -Infinity for digital silence. */
  truePeak: number;
}

/** Absolute gate of BS.1770. */
const GATE = -70;

/**
 * Measures a file's first audio stream.
 * @throws Problem "not-found", "corrupt-media", "cancelled" or "missing-tool".
 */
export async function measureLoudness(path: string, signal?: AbortSignal): Promise<FileLoudness> {
  const text = await runFfmpeg(
    [
      ...["-i", fileArgument(path), "-map", "0:a:0"],
      // "verbose" keeps the line for every 100 ms out of what we read.
      ...["-filter:a", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"],
    ],
    { logLevel: "info", signal },
  );
  const summary = text.slice(text.lastIndexOf("Summary:"));
  const integrated = read(summary, /^\s+I:\s+(\S+) LUFS/m);
  return {
    integrated: integrated <= GATE ? Number.NEGATIVE_INFINITY : integrated,
    range: read(summary, /^\s+LRA:\s+(\S+) LU/m),
    truePeak: read(summary, /^\s+Peak:\s+(\S+) dBFS/m),
  };
}

function read(summary: string, pattern: RegExp): number {
  const text = pattern.exec(summary)?.[1];
  if (text === undefined) throw new Error(`ffmpeg's ebur128 summary lacks ${pattern}:\n${summary}`);
  return text === "-inf" ? Number.NEGATIVE_INFINITY : Number(text);
}
