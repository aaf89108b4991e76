/** What a plate's folder says it holds. Apart from its files: the threads that draw need no schemas. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Plate } from "#contract/plate.ts";
import { brokenPlate, type FiledPlate, MANIFEST } from "./plate.ts";

/** The manifest of the plate in `folder`. Throws Problem "corrupt-media" when there is none. */
export async function readManifest(folder: string): Promise<FiledPlate> {
  const manifest = join(folder, MANIFEST);
  const text = await readFile(manifest, "utf8").catch((cause) =>
    brokenPlate(manifest, "cannot be read", cause),
  );
  try {
    return { folder, plate: Plate.parse(JSON.parse(text)) };
  } catch (cause) {
    return brokenPlate(manifest, "is not a plate", cause);
  }
}
