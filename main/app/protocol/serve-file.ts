/** Answers a request with a file of the disk: whole, a range of it, or nothing when the page has it already. */
import { type FileHandle, open } from "node:fs/promises";
import { extname } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { parseRange } from "./range.ts";

/** Node's own streams are of another type than its Response asks for. */
type Body = ConstructorParameters<typeof Response>[0];

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".gif": "image/gif",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".mp4": "video/mp4",
  ".m4v": "video/mp4",
  ".mov": "video/quicktime",
  ".webm": "video/webm",
  ".mkv": "video/x-matroska",
  ".wav": "audio/wav",
  ".mp3": "audio/mpeg",
  ".m4a": "audio/mp4",
  ".aac": "audio/aac",
  ".ogg": "audio/ogg",
  ".opus": "audio/ogg",
  ".flac": "audio/flac",
  ".vtt": "text/vtt",
};

export interface FileAnswer {
  headers: Record<string, string>;
  /** A name of the content: the page need not fetch twice what has the same. */
  tag?: string;
  /** Whether the address will never show anything else. */
  isImmutable: boolean;
}

/** Answers with the file at `path`; 404 when there is none. */
export async function serveFile(
  path: string,
  request: Request,
  { headers: common, tag, isImmutable }: FileAnswer,
): Promise<Response> {
  const file = await openFile(path);
  if (!file) return new Response(null, { status: 404, headers: common });
  const { handle, size } = file;
  const etag = tag === undefined ? undefined : `"${tag}"`;
  const headers = new Headers({
    ...common,
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    "accept-ranges": "bytes",
    "cache-control": isImmutable ? "private, max-age=31536000, immutable" : "no-cache",
    ...(etag !== undefined && { etag }),
  });
  const finish = async (status: number, body: ReadableStream | null = null) => {
    if (body === null) await handle.close();
    return new Response(body as Body, { status, headers });
  };
  if (etag !== undefined && request.headers.get("if-none-match") === etag) return finish(304);

  // A range of another version of the file would be a patchwork.
  const condition = request.headers.get("if-range");
  const asked = condition === null || condition === etag ? request.headers.get("range") : null;
  const range = parseRange(asked, size);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${size}`);
    return finish(416);
  }
  if (range) headers.set("content-range", `bytes ${range.start}-${range.end}/${size}`);
  headers.set("content-length", String(range ? range.end - range.start + 1 : size));
  const status = range ? 206 : 200;
  if (request.method === "HEAD" || size === 0) return finish(status);
  const stream = handle.createReadStream({ ...range, autoClose: true, highWaterMark: 2 ** 18 });
  return finish(status, Readable.toWeb(stream));
}

async function openFile(path: string): Promise<{ handle: FileHandle; size: number } | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const stat = await handle.stat();
    if (stat.isFile()) return { handle, size: stat.size };
  } catch {
    // Not there, or not for us to read: the page is told the same.
  }
  await handle?.close();
  return undefined;
}
