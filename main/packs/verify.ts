/** Verifies files against their SHA-256, reading again only what changed since the last time. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { writeWhole } from "#main/durable.ts";
import { type Home, temporaryPath } from "#main/home.ts";

/** Folder -> what was found right in it. */
type Memory = Record<string, { hash: string; files: Record<string, string> }>;

export interface BrokenFile {
  file: string;
  reason: string;
}

export interface VerifyOptions {
  /** Reads every file, also those that were found right before, and finds every broken one. */
  afresh?: boolean;
  signal?: AbortSignal;
  onProgress?: (fraction: number, file: string) => void;
}

/**
 * Those of `files` (path below `dir` -> SHA-256) that are missing or different; without `afresh` only
 * the first. When all are right, that is remembered under `hash` in packs/verified.json, where the
 * studio's folder exists.
 */
export async function verifyFiles(
  dir: string,
  hash: string,
  files: Readonly<Record<string, string>>,
  home: Home,
  { afresh = false, signal, onProgress }: VerifyOptions = {},
): Promise<BrokenFile[]> {
  const remembered = readMemory(memoryFile(home));
  const known = !afresh && remembered[dir]?.hash === hash ? remembered[dir].files : {};
  const seen: Record<string, string> = {};
  const broken: BrokenFile[] = [];
  for (const [index, [file, sha256]] of Object.entries(files).entries()) {
    signal?.throwIfAborted();
    onProgress?.(index / Object.keys(files).length, file);
    const path = join(dir, file);
    const mark = markOf(path);
    if (mark === undefined) broken.push({ file, reason: "is missing" });
    else if (mark !== known[file] && (await sha256Of(path, signal)) !== sha256) {
      broken.push({ file, reason: "is not what its card says" });
    } else seen[file] = mark;
    if (broken.length > 0 && !afresh) return broken;
  }
  const changed = Object.entries(seen).some(([file, mark]) => known[file] !== mark);
  if (changed && broken.length === 0) await remember(dir, hash, seen, home);
  return broken;
}

/** Notes that files were just found right, so that they are not read again; see verifyFiles. */
export async function rememberVerified(
  dir: string,
  hash: string,
  files: readonly string[],
  home: Home,
): Promise<void> {
  const marks = files.map((file) => [file, markOf(join(dir, file)) ?? "missing"]);
  await remember(dir, hash, Object.fromEntries(marks), home);
}

async function remember(dir: string, hash: string, files: Record<string, string>, home: Home): Promise<void> {
  const temporary = temporaryPath(home, "packs");
  if (!existsSync(dirname(temporary))) return;
  const memory = { ...readMemory(memoryFile(home)), [dir]: { hash, files } };
  await writeWhole(memoryFile(home), JSON.stringify(memory), temporary);
}

/** What changes with a file's content: its size and time of change. undefined when there is no file. */
function markOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.size} ${stat.mtimeMs}` : undefined;
}

function memoryFile(home: Home): string {
  return join(home.packs, "verified.json");
}

function readMemory(path: string): Memory {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Memory;
  } catch {
    return {};
  }
}

/** SHA-256 of a file, in hexadecimal. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash, { ...(signal && { signal }) });
  return hash.digest("hex");
}
