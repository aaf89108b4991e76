/**
 * The log file: one JSON object a line, in logs/ of the studio's folder. `message` is always a constant text of
 * ours; what comes from elsewhere, and may hold a prompt or a path, goes into fields that diagnostics leave out.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const LIMIT_BYTES = 2 ** 20;
/** How many full files are kept beside the present one. */
const KEPT = 3;

const LoggedError = z.object({
  name: z.string(),
  code: z.string().optional(),
  message: z.string(),
  stack: z.string().optional(),
});

export const LogEntry = z.object({
  time: z.string(),
  level: z.enum(["info", "warning", "error"]),
  /** The part of the program. */
  area: z.string(),
  message: z.string(),
  error: LoggedError.optional(),
});
export type LogEntry = z.infer<typeof LogEntry>;

export class Log {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  info(area: string, message: string): void {
    this.#write({ level: "info", area, message });
  }

  warning(area: string, message: string, error?: unknown): void {
    this.#write({ level: "warning", area, message, ...(error !== undefined && { error: describe(error) }) });
  }

  error(area: string, message: string, error: unknown): void {
    this.#write({ level: "error", area, message, error: describe(error) });
  }

  /** The last `count` entries of the present file, oldest first. */
  tail(count: number): LogEntry[] {
    try {
      const lines = readFileSync(this.#path, "utf8").trimEnd().split("\n").slice(-count);
      return lines.flatMap((line) => parseEntry(line) ?? []);
    } catch {
      return [];
    }
  }

  /** Written at once: what matters most is the last line before a crash. */
  #write(entry: Omit<LogEntry, "time">): void {
    const line = `${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`;
    try {
      this.#rotate();
      appendFileSync(this.#path, line);
    } catch {
      // A log that cannot be written (a full disk) must not stop the studio.
      process.stderr.write(line);
    }
  }

  #rotate(): void {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size;
    if (size === undefined) mkdirSync(dirname(this.#path), { recursive: true });
    if ((size ?? 0) < LIMIT_BYTES) return;
    for (let number = KEPT - 1; number >= 0; number -= 1) {
      const from = number === 0 ? this.#path : `${this.#path}.${number}`;
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${this.#path}.${number + 1}`);
    }
  }
}

function describe(error: unknown): z.infer<typeof LoggedError> {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { name, message, stack } = error;
  const code: unknown = (error as NodeJS.ErrnoException).code;
  return { name, ...(typeof code === "string" && { code }), message, ...(stack !== undefined && { stack }) };
}

function parseEntry(line: string): LogEntry | undefined {
  try {
    return LogEntry.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
