/** `previews/<job>/<number>.jpg`: pictures of drafts that are being made. */
import type { DraftQueue } from "#main/queue/index.ts";
import { MEDIA_HEADERS } from "./headers.ts";
import { type Route, refuse } from "./index.ts";

const NAME = /^([\w-]{1,64})\/([1-9]\d{0,8})\.jpg$/;

export function previewsRoute({ previews }: DraftQueue): Route {
  return async (path) => {
    const [, job, number] = NAME.exec(path) ?? [];
    const file = job === undefined ? undefined : previews.get(job, Number(number));
    if (file === undefined) return refuse(404);
    const headers = { ...MEDIA_HEADERS, "content-type": "image/jpeg", "cache-control": "no-store" };
    return new Response(new Uint8Array(file), { headers });
  };
}
