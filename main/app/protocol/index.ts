/**
 * Everything that the window loads, at `app://studio/`: the program's own files, and routes such as
 * `media/` to what is in the library.
 */
import { join } from "node:path";
import { MEDIA_HEADERS, PROGRAM_HEADERS } from "./headers.ts";
import { serveFile } from "./serve-file.ts";

export const SCHEME = "app";
export const ORIGIN = "app://studio";

/** What Chromium is to think of the scheme: an ordinary, secure origin whose media can be streamed. */
export const PRIVILEGES = {
  ...{ standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
};

/** Answers requests below its name. `path` is what follows: decoded, without "..", never absolute. */
export type Route = (path: string, request: Request) => Promise<Response>;

export interface ProtocolOptions {
  /** The folder of the built renderer. */
  renderer: string;
  /** Those of the moment, by the first part of the path. */
  routes: () => Record<string, Route>;
}

/** Makes the handler of the scheme. */
export function createProtocolHandler({ renderer, routes }: ProtocolOptions) {
  return async (request: Request): Promise<Response> => {
    const path = safePath(request.url);
    if (path === undefined) return refuse(404);
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(405);
    const [first = "", ...rest] = path.split("/");
    const now = routes();
    const route = Object.hasOwn(now, first) ? now[first] : undefined;
    if (route) return route(rest.join("/"), request);
    return serveFile(join(renderer, path || "index.html"), request, {
      headers: PROGRAM_HEADERS,
      // Vite puts a hash of the content into these names.
      isImmutable: first === "assets",
    });
  };
}

/** An answer without content, for a route that has nothing to give. */
export function refuse(status: number): Response {
  return new Response(null, { status, headers: MEDIA_HEADERS });
}

/** The decoded path of an address of ours, without its first slash; undefined when it could lead elsewhere. */
function safePath(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname } = new URL(address);
  if (`${protocol}//${host}` !== ORIGIN) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(pathname).slice(1);
  } catch {
    return undefined;
  }
  const isOdd = path.split("/").some((part) => part === ".." || part === "." || /[\\\0:]/.test(part));
  return isOdd || path.startsWith("/") ? undefined : path;
}
