/** `posters/<id>.jpg`, `thumbs/<id>.jpg`, `strips/<id>.jpg`: stills of the library's items, made when they are first asked for. */
import type { LibraryServices, PictureKind } from "#main/library/index.ts";
import { MEDIA_HEADERS } from "./headers.ts";
import { type Route, refuse } from "./index.ts";
import { serveFile } from "./serve-file.ts";

const NAME = /^([0-9a-f-]{36})\.jpg$/;

export function picturesRoute({ pictures }: LibraryServices, kind: PictureKind): Route {
  return async (path, request) => {
    const [, id] = NAME.exec(path) ?? [];
    const file = id === undefined ? undefined : await pictures.find(kind, id);
    if (file === undefined) return refuse(404);
    return serveFile(file, request, { headers: MEDIA_HEADERS, isImmutable: true });
  };
}
