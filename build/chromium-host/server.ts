/**
 * The window's pages and messages on loopback: what `app://studio/` is in Electron. Every request goes to the
 * program's own protocol handler, once it is known to come from the window of this run.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { type WebSocket, WebSocketServer } from "ws";

export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

const COOKIE = "understudy";
/** Where a page's script opens its WebSocket. */
export const SOCKET_PATH = "/-/ipc";
/** Where Chromium starts: an address that tells nothing, and is left when the cookie has been laid. */
const ENTRANCE = "/-/enter";
/** Larger messages than any that the studio sends. */
const MESSAGE_LIMIT = 64 * 2 ** 20;

export interface LoopbackServer {
  /** Such as `http://127.0.0.1:40123`. */
  origin: string;
  /** The address to start Chromium with; it answers when `admit` has been called. */
  entrance: string;
  /** Only a browser with this cookie gets anything. It is handed over by DevTools, never by an address. */
  cookie: { name: string; value: string; url: string; httpOnly: true; sameSite: "Strict" };
  /** Lets the entrance lead to `path`. */
  admit(path: string): void;
  close(): void;
}

export interface ServerOptions {
  /** Looked up at each request, since it is registered after the server starts. */
  handler: () => ProtocolHandler | undefined;
  /** The origin that the program believes in, such as `app://studio`. */
  appOrigin: string;
  /** The port to take if it is free; else, or without it, any. */
  port?: number | undefined;
  onConnect: (socket: WebSocket) => void;
}

/** Starts a server on loopback. */
export async function startServer(options: ServerOptions): Promise<LoopbackServer> {
  const token = randomBytes(32).toString("base64url");
  const admitted = Promise.withResolvers<string>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT });
  const server = createServer();
  await listen(server, options.port ?? 0).catch(() => listen(server, 0));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const isOurs = (request: IncomingMessage) => hasHost(request, origin) && hasCookie(request, token);

  server.on("request", async (request, response) => {
    try {
      if (hasHost(request, origin) && request.url === ENTRANCE) {
        response.writeHead(303, { location: await admitted.promise, "cache-control": "no-store" }).end();
      } else if (!isOurs(request) || isCrossSite(request)) {
        refuse(response);
      } else {
        await answer(request, response, options);
      }
    } catch (error) {
      if (!response.headersSent) response.writeHead(500).end();
      else response.destroy(error as Error);
    }
  });
  server.on("upgrade", (request, socket, head) => {
    // Only a page of ours names our origin: a browser does not let others lie about theirs.
    if (!isOurs(request) || request.headers.origin !== origin || request.url !== SOCKET_PATH) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, options.onConnect);
  });
  return {
    origin,
    entrance: origin + ENTRANCE,
    cookie: { name: COOKIE, value: token, url: origin, httpOnly: true, sameSite: "Strict" },
    admit: (path) => admitted.resolve(path),
    close: () => closeServer(server, sockets),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** A page of another site that found our port by rebinding its name comes with that name. */
function hasHost(request: IncomingMessage, origin: string): boolean {
  return `http://${request.headers.host}` === origin;
}

function hasCookie(request: IncomingMessage, token: string): boolean {
  const cookies = (request.headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
  const value = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? "";
  return value.length === token.length && timingSafeEqual(Buffer.from(value), Buffer.from(token));
}

function isCrossSite(request: IncomingMessage): boolean {
  const site = request.headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { "content-type": "text/plain", "cache-control": "no-store" });
  response.end("Only the studio's own window may see this.\n");
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { handler, appOrigin }: ServerOptions,
): Promise<void> {
  const handle = handler();
  if (!handle) return void response.writeHead(404).end();
  const { method = "GET", url = "/" } = request;
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    // The cookie is between the host and the browser: the program need not know it.
    typeof value === "string" && name !== "cookie" && name !== "host" ? [[name, value] as const] : [],
  );
  const hasBody = method !== "GET" && method !== "HEAD";
  const reply = await handle(
    new Request(appOrigin + url, {
      method,
      headers: new Headers(headers.map(([name, value]): [string, string] => [name, value])),
      ...(hasBody && { body: Readable.toWeb(request) as ReadableStream, duplex: "half" }),
    } as RequestInit),
  );
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  if (!reply.body || method === "HEAD") return void response.end();
  // A player that has seen enough breaks off: that is no fault.
  await pipeline(Readable.fromWeb(reply.body as ReadableStream), response).catch(() => {});
}

function closeServer(server: Server, sockets: WebSocketServer): void {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  server.closeAllConnections();
  server.close();
}
