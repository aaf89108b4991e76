/** Unpacks a zip file as a stranger's: nothing outside the folder, nothing but files, no more than it says. */
import { createWriteStream } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { Problem } from "#contract/problem.ts";
import { pathFault, pathKey } from "../names.ts";
import { isPickleName, refusePickle } from "./pickle.ts";

export interface UnzipOptions {
  /** Bytes that may be written. */
  room: number;
  signal?: AbortSignal;
  onProgress?: (bytes: number, total: number) => void;
}

const MAX_ENTRIES = 10_000;
/** Weights hardly shrink and texts shrink to a tenth; only emptiness shrinks to a hundredth. */
const MAX_RATIO = 100;
/** Below this, a file may shrink as much as it likes. */
const SMALL_BYTES = 4 * 2 ** 20;

const KIND_MASK = 0o170000;
/** Unix file types that have no place in a pack. */
const KINDS = new Map([
  [0o120000, "a link"],
  [0o020000, "a device"],
  [0o060000, "a device"],
  [0o010000, "a pipe"],
  [0o140000, "a socket"],
]);

/**
 * Unpacks `zip` into the existing folder `dir`, after a look at every entry.
 * @throws Problem "bad-input" for a name that is absolute, leads out of the folder, comes twice or is a
 * pickle's; for links and devices; for encrypted entries; for a zip bomb, by what it says and by what
 * comes out. "corrupt-media" for a damaged zip file, "no-space" where it does not fit. `dir` then holds rubbish.
 */
export async function unzip(zip: string, dir: string, options: UnzipOptions): Promise<void> {
  const file = await openZip(zip);
  try {
    const entries = await checkEntries(file, zip, options.room);
    const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
    let done = 0;
    for (const entry of entries) {
      const path = join(dir, entry.fileName);
      await mkdir(dirname(path), { recursive: true });
      const meter = new Transform({
        transform(chunk: Buffer, _, next) {
          done += chunk.length;
          options.onProgress?.(done, total);
          next(done > total ? bomb(zip, "more comes out of it than it says") : null, chunk);
        },
      });
      const source = await file.openReadStreamPromise(entry);
      await pipeline(source, meter, createWriteStream(path, { flags: "wx" }), { signal: options.signal });
    }
  } catch (error) {
    throw zipProblem(zip, error);
  } finally {
    file.close();
  }
}

async function openZip(zip: string): Promise<ZipFile> {
  try {
    return await openPromise(zip, { autoClose: false, strictFileNames: true, validateEntrySizes: true });
  } catch (error) {
    throw zipProblem(zip, error);
  }
}

/** The entries that are files, each of them safe. */
async function checkEntries(file: ZipFile, zip: string, room: number): Promise<Entry[]> {
  if (file.entryCount > MAX_ENTRIES) throw bomb(zip, `it has ${file.entryCount} entries`);
  const packed = (await stat(zip)).size;
  const names = new Map<string, "file" | "folder">();
  const entries: Entry[] = [];
  let bytes = 0;
  for await (const entry of file.eachEntry()) {
    checkEntry(entry, zip, names);
    bytes += entry.uncompressedSize;
    if (bytes > SMALL_BYTES && bytes > MAX_RATIO * packed)
      throw bomb(zip, `it would grow more than ${MAX_RATIO} times`);
    if (bytes > room) {
      throw new Problem(
        "no-space",
        `${basename(zip)} unpacks to more than the ${megabytes(room)} that are free.`,
        "Free some space, or set UNDERSTUDY_HOME to a folder on another disk.",
        { text: { key: "disk-full", values: { folder: basename(zip) } } },
      );
    }
    if (!entry.fileName.endsWith("/")) entries.push(entry);
  }
  refuseOverlap(entries, zip);
  return entries;
}

/** Local headers are at least so long; the name follows. */
const HEADER_BYTES = 30;

/** Entries that share their bytes are how small files become large bombs. */
function refuseOverlap(entries: readonly Entry[], zip: string): void {
  let end = 0;
  for (const entry of entries.toSorted(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  )) {
    const start = entry.relativeOffsetOfLocalHeader;
    if (start < end) throw bomb(zip, "its entries overlap");
    end = start + HEADER_BYTES + entry.fileNameLength + entry.compressedSize;
  }
}

function checkEntry(entry: Entry, zip: string, names: Map<string, "file" | "folder">): void {
  const { fileName, uncompressedSize, compressedSize } = entry;
  const shown = JSON.stringify(fileName.slice(0, 200));
  const isFolder = fileName.endsWith("/");
  const path = isFolder ? fileName.slice(0, -1) : fileName;
  const fault = pathFault(path);
  if (fault !== undefined) throw refused(zip, `has the entry ${shown}, which ${fault}`);
  const kind = KINDS.get((entry.externalFileAttributes >>> 16) & KIND_MASK);
  if (kind !== undefined) throw refused(zip, `has the entry ${shown}, which is ${kind}`);
  if (entry.isEncrypted()) throw refused(zip, `has the entry ${shown}, which is encrypted`);
  if (!entry.canDecodeFileData())
    throw refused(zip, `has the entry ${shown}, packed in a way that is not known`);
  claim(path, isFolder ? "folder" : "file", zip, names);
  if (isPickleName(path) && !path.endsWith(".bin")) refusePickle(path, basename(zip));
  if (uncompressedSize > SMALL_BYTES && uncompressedSize > MAX_RATIO * compressedSize) {
    throw bomb(zip, `${shown} would grow more than ${MAX_RATIO} times`);
  }
}

/** No two files of one name, and no file where another has its folder, however the system spells names. */
function claim(
  path: string,
  kind: "file" | "folder",
  zip: string,
  names: Map<string, "file" | "folder">,
): void {
  const key = pathKey(path);
  const known = names.get(key);
  if (known !== undefined && (known === "file" || kind === "file")) {
    throw refused(zip, `has two entries with the name ${JSON.stringify(path)}`);
  }
  names.set(key, kind);
  const folder = path.lastIndexOf("/");
  if (folder !== -1) claim(path.slice(0, folder), "folder", zip, names);
}

function bomb(zip: string, why: string): Problem {
  return refused(zip, `looks like a zip bomb: ${why}`);
}

function refused(zip: string, what: string): Problem {
  return new Problem(
    "bad-input",
    `${basename(zip)} ${what}.`,
    "Do not trust it; get the pack from where it was made.",
    { text: { key: "pack-unsafe", values: { file: basename(zip) } } },
  );
}

function zipProblem(zip: string, error: unknown): unknown {
  if (error instanceof Problem) return error;
  const { code, message, name } = error as NodeJS.ErrnoException;
  if (name === "AbortError") return error;
  if (code === "EEXIST") return refused(zip, "has two entries that are one file here");
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) return error;
  // yauzl's own words: names that strictFileNames refuses, sizes that are not as declared, damage.
  if (/^(invalid relative path|absolute path|invalid characters in fileName)/.test(message)) {
    return refused(zip, `has an entry whose name leads elsewhere (${message})`);
  }
  if (/too many bytes/.test(message)) return bomb(zip, "more comes out of it than it says");
  return new Problem(
    "corrupt-media",
    `${basename(zip)} is damaged, or no zip file: ${message.replace(/\.+$/, "")}.`,
    "Download it again.",
    { cause: error, text: { key: "media-unreadable", values: { file: basename(zip) } } },
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
