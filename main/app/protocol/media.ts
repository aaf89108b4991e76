/** `media/<sha256>.<extension>`: the files of the library. */
import type { Home } from "#main/home.ts";
import { mediaPath } from "#main/library/index.ts";
import { MEDIA_HEADERS } from "./headers.ts";
import { type Route, refuse } from "./index.ts";
import { serveFile } from "./serve-file.ts";

const NAME = /^([0-9a-f]{64})(\.[a-z0-9]{1,8})$/;

export function mediaRoute(home: Home): Route {
  return async (path, request) => {
    const [, sha256, extension] = NAME.exec(path) ?? [];
    if (sha256 === undefined || extension === undefined) return refuse(404);
    return serveFile(mediaPath(home, { sha256, extension }), request, {
      headers: MEDIA_HEADERS,
      tag: sha256,
      isImmutable: true,
    });
  };
}
