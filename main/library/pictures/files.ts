/** Where posters, thumbs and strips lie, below the cache. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Home } from "#main/home.ts";

/**
 * A poster is one still, and a thumb a smaller one: lists show thousands, and browsers keep each decoded in its own
 * size. A strip is frames side by side, for scrubbing.
 */
export const PICTURE_KINDS = ["posters", "thumbs", "strips"] as const;
export type PictureKind = (typeof PICTURE_KINDS)[number];

export function picturePath(home: Home, kind: PictureKind, id: string): string {
  return join(home.pictures, kind, id.slice(-2), `${id}.jpg`);
}

/** Removes the pictures of items that are erased. */
export async function forgetPictures(home: Home, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    for (const kind of PICTURE_KINDS) await rm(picturePath(home, kind, id), { force: true });
  }
}
