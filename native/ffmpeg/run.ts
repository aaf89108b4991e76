/** Runs ffmpeg as a child process: its pipes, its progress, its end, and what its failures mean. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { Problem } from "#contract/problem.ts";
import { findFfmpeg } from "./resolve.ts";

/** How far a run is, as ffmpeg's -progress tells it. */
export interface Progress {
  /** Frames written so far; 0 for sound alone. */
  frame: number;
  /** Seconds of output so far. */
  seconds: number;
}

interface CommonOptions {
  /** Kills ffmpeg; the run rejects with the "cancelled" Problem. */
  signal?: AbortSignal | undefined;
  /** What ffmpeg writes to stderr; "info" for filters that report there. */
  logLevel?: "error" | "info";
  /** Exit codes that are no failure; only 0 when left out. */
  accept?: (code: number) => boolean;
}

export interface RunOptions extends CommonOptions {
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Given ffmpeg's stdin to write to ("pipe:0"); without it, ffmpeg reads nothing. */
  stdin?: ((stdin: Writable) => Promise<void>) | undefined;
}

const STDERR_LIMIT = 1 << 20;
const TAIL_LINES = 6;

/**
 * Runs ffmpeg with `arguments_` to its end and resolves with what it wrote to stderr. Ends after
 * `stdin`'s function has, also when ffmpeg failed; an error that it throws ends ffmpeg and is thrown.
 * @throws Problem "missing-tool", "cancelled", "no-space", "not-writable", "not-found" or
 * "corrupt-media", with ffmpeg's last words; Error for a command that ffmpeg does not accept.
 */
export async function runFfmpeg(arguments_: readonly string[], options: RunOptions = {}): Promise<string> {
  const { onProgress, stdin } = options;
  const progress = onProgress ? ["-progress", "pipe:1", "-stats_period", "0.1"] : [];
  const ffmpeg = await startFfmpeg([...progress, ...arguments_], {
    ...options,
    stdin: stdin !== undefined,
    stdout: onProgress !== undefined,
  });
  let sourceError: unknown;
  const pipes = [
    stdin &&
      feed(ffmpeg.stdin!, stdin).catch((error: unknown) => {
        // A pipe breaks because ffmpeg ended; `done` tells why.
        if (isPipeError(error)) return;
        sourceError = error;
        ffmpeg.kill();
      }),
    onProgress && readProgress(ffmpeg.stdout!, onProgress),
  ];
  try {
    return await ffmpeg.done;
  } catch (error) {
    throw sourceError === undefined ? error : sourceError;
  } finally {
    await Promise.all(pipes);
  }
}

export interface FfmpegProcess {
  stdin: Writable | null;
  stdout: Readable | null;
  /** Resolves with stderr when ffmpeg ended well; rejects as `runFfmpeg` does. */
  done: Promise<string>;
  kill(): void;
}

/** Starts ffmpeg with the pipes that are asked for; the caller must await `done`. */
export async function startFfmpeg(
  arguments_: readonly string[],
  options: CommonOptions & { stdin?: boolean; stdout?: boolean } = {},
): Promise<FfmpegProcess> {
  const { path } = await findFfmpeg();
  const { signal } = options;
  if (signal?.aborted) throw cancelled();
  const child = spawn(
    path,
    [
      ...["-hide_banner", "-y", "-nostats", "-loglevel", options.logLevel ?? "error"],
      // ffmpeg takes keystrokes from its stdin otherwise.
      "-nostdin",
      ...arguments_,
    ],
    {
      stdio: [options.stdin ? "pipe" : "ignore", options.stdout ? "pipe" : "ignore", "pipe"],
      env: { ...process.env, AV_LOG_FORCE_NOCOLOR: "1" },
      windowsHide: true,
    },
  );
  const kill = () => void child.kill("SIGKILL");
  signal?.addEventListener("abort", kill);
  const stderr = collect(child.stderr!);
  const done = endOf(child)
    .finally(() => signal?.removeEventListener("abort", kill))
    .then(({ code, signal: killedBy }) => {
      if (signal?.aborted) throw cancelled();
      if (code === 0 || (code !== null && options.accept?.(code))) return stderr();
      throw failure(stderr(), code, killedBy);
    });
  done.catch(() => {}); // told to whoever awaits it
  return { stdin: child.stdin, stdout: child.stdout, done, kill };
}

/** An argument that must not be taken for an option or a protocol. */
export function fileArgument(path: string): string {
  return `file:${path}`;
}

function endOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(
        new Problem("missing-tool", `ffmpeg cannot be started: ${error.message}`, "Install ffmpeg again.", {
          text: { key: "ffmpeg-missing" },
        }),
      ),
    );
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

async function feed(stdin: Writable, write: (stdin: Writable) => Promise<void>): Promise<void> {
  stdin.on("error", () => {}); // the write that fails reports it
  await write(stdin);
  stdin.end();
}

function collect(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-STDERR_LIMIT);
  });
  return () => text;
}

/** Reads the blocks of key=value lines of -progress; each ends with "progress=". */
async function readProgress(stream: Readable, report: (progress: Progress) => void): Promise<void> {
  const current: Progress = { frame: 0, seconds: 0 };
  for await (const line of createInterface({ input: stream })) {
    const [key, value = ""] = line.split("=");
    if (key === "frame") current.frame = Number(value);
    else if (key === "out_time_us" && value !== "N/A") current.seconds = Math.max(0, Number(value) / 1e6);
    else if (key === "progress") report({ ...current });
  }
}

function isPipeError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === "EPIPE" || code === "ECONNRESET" || code === "ERR_STREAM_DESTROYED" || code === "EOF";
}

function cancelled(): Problem {
  return new Problem("cancelled", "Cancelled.", "Start it again when you like.");
}

function failure(stderr: string, code: number | null, signal: NodeJS.Signals | null): Error {
  const lines = stderr.split(/\r?\n/).filter((line) => line.trim());
  const tail = lines.slice(-TAIL_LINES).join("\n");
  const end = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
  const message = `ffmpeg ${end}${tail ? `:\n${tail}` : "."}`;
  if (/No space left on device|Disk quota exceeded/.test(stderr)) {
    return new Problem("no-space", `The disk is full. ${message}`, "Free some space and try again.");
  }
  if (/Permission denied|Read-only file system/.test(stderr)) {
    return new Problem("not-writable", message, "Choose a place that you may write to.");
  }
  if (/No such file or directory/.test(stderr)) {
    return new Problem("not-found", message, "Check that the file is still there.");
  }
  if (/Invalid data found|moov atom not found|could not find codec parameters/i.test(stderr)) {
    return new Problem("corrupt-media", message, "The file is damaged or no media; choose another.");
  }
  return new Error(message);
}
