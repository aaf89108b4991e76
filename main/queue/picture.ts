/** Pictures that the user drops, pastes or chooses for a draft to start from. */
import { rm, writeFile } from "node:fs/promises";
import type { Init } from "#contract/draft.ts";
import type { PictureFile } from "#contract/queue.ts";
import { requirePicture } from "#main/draft/index.ts";
import { temporaryPath } from "#main/home.ts";
import type { Library } from "#main/library/index.ts";

/**
 * Keeps a picture in the library's media, while a draft may start from it.
 * Throws Problem "corrupt-media" when it is none that can be read.
 */
export async function keepPicture(library: Library, { data, extension }: PictureFile): Promise<Init> {
  const file = `${temporaryPath(library.home)}.${extension}`;
  try {
    await writeFile(file, Buffer.from(data, "base64"));
    await requirePicture(file);
    return await library.importMedia(file);
  } finally {
    await rm(file, { force: true });
  }
}
