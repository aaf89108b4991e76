/**
 * Downloads files of a repository so that nothing is fetched twice: what has arrived of a file stays in
 * `FILE.part`, and the next request asks for the rest of it only.
 */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "#contract/problem.ts";
import { hubEndpoint, hubToken } from "./address.ts";
import {
  type HubFile,
  type HubRepository,
  hubProblem,
  mayHelpToAskAgain,
  SILENCE_MS,
  statusProblem,
} from "./repository.ts";

export interface DownloadOptions {
  signal?: AbortSignal;
  /** `bytes` of this file are here, of `file.bytes`. */
  onProgress?: (file: HubFile, bytes: number) => void;
}

/** Waits between attempts that brought nothing new; every byte that arrives starts them over. */
const WAITS_MS = [300, 600, 1200, 2400, 4800, 9600];

/** Bytes of `file` that are in `dir` already. */
export async function downloadedBytes(dir: string, file: HubFile): Promise<number> {
  for (const path of [join(dir, file.path), `${join(dir, file.path)}.part`]) {
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile()) return Math.min(stats.size, file.bytes);
  }
  return 0;
}

/**
 * Brings `file` to the same path below `dir`, checked against the repository's digest; a file that is
 * there already is taken as it is, because only a checked one gets its name.
 * @throws Problem "unreachable" when the connection keeps failing (what has arrived stays), "corrupt-pack"
 * when what arrived is not what the repository announced, "no-space", "not-found".
 */
export async function downloadFile(
  repository: Pick<HubRepository, "name" | "commit">,
  file: HubFile,
  dir: string,
  options: DownloadOptions = {},
): Promise<void> {
  const path = join(dir, file.path);
  if ((await stat(path).catch(() => undefined))?.size === file.bytes) {
    options.onProgress?.(file, file.bytes);
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const download = await Download.open(part, file);
  try {
    await fetchAll(download, fileUrl(repository, file), repository.name, options);
    await download.handle.sync();
  } finally {
    await download.handle.close();
  }
  if (download.digest() !== file.digest.value) {
    await rm(part, { force: true });
    throw new Problem(
      "corrupt-pack",
      `${file.path} arrived damaged: its checksum is not the one that ${repository.name} announces.`,
      "Run the same command again; it fetches this file anew.",
      { text: { key: "download-damaged", values: { file: file.path } } },
    );
  }
  await rename(part, path);
}

function fileUrl({ name, commit }: Pick<HubRepository, "name" | "commit">, file: HubFile): string {
  return `${hubEndpoint()}/${name}/resolve/${commit}/${file.remote.split("/").map(encodeURIComponent).join("/")}`;
}

async function fetchAll(
  download: Download,
  url: string,
  name: string,
  options: DownloadOptions,
): Promise<void> {
  options.onProgress?.(download.file, download.bytes);
  for (let failures = 0; download.bytes < download.file.bytes; ) {
    const before = download.bytes;
    let failure: unknown;
    try {
      await fetchRest(download, url, name, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof Problem || isDiskError(error)) throw error;
      failure = error;
    }
    if (download.bytes > before) failures = 0;
    if (download.bytes >= download.file.bytes) return;
    const wait = WAITS_MS[failures];
    if (wait === undefined) throw hubProblem(failure ?? new Error("it breaks off"), name);
    failures += 1;
    await sleep(wait, undefined, { ...(options.signal && { signal: options.signal }) });
  }
}

/** One request for what is missing. Returns early when the connection ends early; throws when it breaks. */
async function fetchRest(
  download: Download,
  url: string,
  name: string,
  options: DownloadOptions,
): Promise<void> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error("it fell silent")), SILENCE_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, silence.signal]) : silence.signal;
  const token = hubToken();
  try {
    const response = await fetch(url, {
      signal,
      headers: {
        // Compressed on the way, a range would be one of the compressed bytes.
        "Accept-Encoding": "identity",
        Range: `bytes=${download.bytes}-`,
        ...(token && { Authorization: `Bearer ${token}` }),
      },
    });
    if (!response.ok && !mayHelpToAskAgain(response.status)) throw statusProblem(response.status, name);
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    await download.startAt(rangeStart(response));
    for await (const chunk of response.body) {
      timer.refresh();
      await download.append(chunk);
      options.onProgress?.(download.file, download.bytes);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Where the body begins in the file: a server that knows no ranges sends all of it. */
function rangeStart(response: Response): number {
  if (response.status !== 206) return 0;
  const start = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (start === undefined) throw new Error("a part without its place");
  return Number(start);
}

/** What has arrived of one file, with the digest so far. */
class Download {
  readonly handle: FileHandle;
  readonly file: HubFile;
  bytes = 0;
  #hash: Hash;

  private constructor(handle: FileHandle, file: HubFile) {
    this.handle = handle;
    this.file = file;
    this.#hash = newHash(file);
  }

  static async open(part: string, file: HubFile): Promise<Download> {
    const handle = await open(part, "a");
    const download = new Download(handle, file);
    const { size } = await handle.stat();
    if (size > file.bytes) await handle.truncate(0);
    else if (size > 0) {
      await pipeline(createReadStream(part, { highWaterMark: 2 ** 20 }), download.#hash, { end: false });
      download.bytes = size;
    }
    return download;
  }

  /** Makes ready for a body that begins at byte `start`. */
  async startAt(start: number): Promise<void> {
    if (start === this.bytes) return;
    if (start !== 0) throw new Error(`bytes from ${start} came, not from ${this.bytes}`);
    await this.handle.truncate(0);
    this.bytes = 0;
    this.#hash = newHash(this.file);
  }

  async append(chunk: Uint8Array): Promise<void> {
    if (this.bytes + chunk.length > this.file.bytes) {
      throw new Problem(
        "corrupt-pack",
        `${this.file.path} is longer than the ${this.file.bytes} bytes that its repository announces.`,
        "Run the same command again later, or check HF_ENDPOINT.",
        { text: { key: "download-damaged", values: { file: this.file.path } } },
      );
    }
    await this.handle.appendFile(chunk);
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}

/** Git hashes a header before the content: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
function newHash({ digest, bytes }: HubFile): Hash {
  return digest.algorithm === "sha256" ? createHash("sha256") : createHash("sha1").update(`blob ${bytes}\0`);
}

function isDiskError(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return (
    syscall !== undefined && ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EPERM"].includes(code ?? "")
  );
}
