/** `--preview FOLDER`: pictures of a clip, written as soon as they are made. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Problem } from "#contract/problem.ts";
import type { StagePreview } from "#main/draft/index.ts";
import { encodePng, surfaceFromRgb } from "#native/canvas/index.ts";

/** The absolute path of the folder, made if it is not there. Throws Problem "not-writable". */
export async function checkPreviewFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  const probe = join(path, `.${process.pid}.part`);
  try {
    await mkdir(path, { recursive: true });
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    throw new Problem(
      "not-writable",
      `--preview ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
      "Name a folder where you may write.",
      { cause: error },
    );
  }
  return path;
}

export interface PreviewWriter {
  /** Takes a picture; it is written meanwhile, as `shot-1-frame-0001.png`. */
  write: (preview: StagePreview) => void;
  /** Waits for the last of them. Throws Problem "not-writable" when one could not be written. */
  done(): Promise<void>;
}

export function previewWriter(folder: string): PreviewWriter {
  let writing: Promise<void> = Promise.resolve();
  let failure: unknown;
  return {
    write: (preview) => {
      // One after the other: what is ahead waits in memory, one picture each.
      writing = writing
        .then(() => writePicture(folder, preview))
        .catch((error: unknown) => {
          failure ??= error;
        });
    },
    async done() {
      await writing;
      if (failure === undefined) return;
      throw new Problem(
        "not-writable",
        `A preview could not be written to ${folder} (${(failure as NodeJS.ErrnoException).code}).`,
        "The clip itself is safe in the library. Name another folder for the next one.",
        { cause: failure },
      );
    },
  };
}

async function writePicture(
  folder: string,
  { part, frame, width, height, rgb }: StagePreview,
): Promise<void> {
  const name = `shot-${part + 1}-frame-${`${frame + 1}`.padStart(4, "0")}.png`;
  const temporary = join(folder, `.${name}.${process.pid}.part`);
  try {
    await writeFile(temporary, await encodePng(surfaceFromRgb(rgb, width, height)), { flush: true });
    await rename(temporary, join(folder, name));
  } finally {
    await rm(temporary, { force: true });
  }
}
