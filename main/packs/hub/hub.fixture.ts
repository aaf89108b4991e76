/** A hub on the loopback interface, with one repository, that can be as unreliable as real connections are. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

export interface Troubles {
  /** The connection breaks after so many bytes of a file's answer, so many times. */
  dropAfter?: number;
  drops?: number;
  /** So many requests are answered with status 503. */
  unavailable?: number;
  /** Files are always sent whole, whatever range is asked for. */
  noRanges?: boolean;
  /** Every request for this file gets another content of the same length. */
  corrupts?: string;
  /** All requests need a token. */
  token?: string;
}

export interface Request {
  path: string;
  range: string | undefined;
  authorization: string | undefined;
}

export interface Hub {
  url: string;
  files: Record<string, Buffer | string>;
  troubles: Troubles;
  /** Requests for the content of files. */
  requests: Request[];
  close(): Promise<void>;
}

type Served = Omit<Hub, "url" | "close">;

/** Starts a hub with the repository `name`. */
export async function startHub(name: string, files: Record<string, Buffer | string>): Promise<Hub> {
  const hub: Served = { files, troubles: {}, requests: [] };
  const server = createServer((request, response) => answer(hub, name, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(hub, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** What the hub answers: a status with a document, or the content of a file. */
type Answer = { status: number; body: unknown } | { file: string };

function answer(hub: Served, name: string, request: IncomingMessage, response: ServerResponse): void {
  const path = decodeURIComponent(new URL(request.url!, "http://hub").pathname);
  const { range, authorization } = request.headers;
  const found = answerTo(hub, name, path, authorization);
  if ("file" in found) {
    hub.requests.push({ path: found.file, range, authorization });
    send(hub, found.file, range, response);
  } else {
    response.writeHead(found.status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(found.body));
  }
}

function answerTo({ files, troubles }: Served, name: string, path: string, authorization?: string): Answer {
  const failure = (status: number, error: string) => ({ status, body: { error } });
  if (troubles.token !== undefined && authorization !== `Bearer ${troubles.token}`) {
    return failure(401, "Invalid credentials");
  }
  if (troubles.unavailable) {
    troubles.unavailable -= 1;
    return failure(503, "Over capacity");
  }
  const info = /^\/api\/models\/(.+)\/revision\/([^/]+)$/.exec(path);
  if (info) {
    if (info[1] !== name) return failure(404, "Repository not found");
    if (!["HEAD", "main", COMMIT].includes(info[2]!)) return failure(404, "Invalid rev id");
    const lastModified = "2024-01-01T00:00:00.000Z";
    const body = { _id: "1", id: name, sha: COMMIT, cardData: { license: "openrail++" }, lastModified };
    return { status: 200, body };
  }
  if (path === `/api/models/${name}/tree/${COMMIT}`) {
    return { status: 200, body: Object.entries(files).map(treeEntry) };
  }
  const resolved = `/${name}/resolve/${COMMIT}/`;
  const file = path.startsWith(resolved) ? path.slice(resolved.length) : "";
  return files[file] === undefined ? failure(404, "Entry not found") : { file };
}

/** As the hub tells large files (by LFS, with a SHA-256) and small ones (by git's own id). */
function treeEntry([path, content]: [string, Buffer | string]) {
  const data = Buffer.from(content);
  const oid = createHash("sha1").update(`blob ${data.length}\0`).update(data).digest("hex");
  if (!/\.(onnx|onnx_data|bin)$/.test(path)) return { type: "file", path, size: data.length, oid };
  const lfs = { oid: createHash("sha256").update(data).digest("hex"), size: data.length, pointerSize: 130 };
  return { type: "file", path, size: data.length, oid: "0".repeat(40), lfs };
}

function send(
  { files, troubles }: Served,
  file: string,
  range: string | undefined,
  response: ServerResponse,
): void {
  const content = Buffer.from(files[file]!);
  if (troubles.corrupts === file) content.fill(7);
  const start = troubles.noRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
  const body = content.subarray(start);
  const partial = range !== undefined && !troubles.noRanges;
  response.writeHead(partial ? 206 : 200, {
    "Content-Length": body.length,
    ...(partial && { "Content-Range": `bytes ${start}-${content.length - 1}/${content.length}` }),
  });
  const { dropAfter, drops = 0 } = troubles;
  if (dropAfter === undefined || drops === 0 || body.length <= dropAfter) {
    response.end(body);
    return;
  }
  troubles.drops = drops - 1;
  response.write(body.subarray(0, dropAfter), () => response.destroy());
}
