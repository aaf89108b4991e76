/** The sizes of files, read from the disk. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Bytes and number of the files below a folder, or of those that are named. */
export async function measure(
  folder: string,
  names?: readonly string[],
): Promise<{ bytes: number; files: number }> {
  const total = { bytes: 0, files: 0 };
  for await (const { bytes } of names ? filesNamed(folder, names) : filesBelow(folder)) {
    total.bytes += bytes;
    total.files += 1;
  }
  return total;
}

interface FoundFile {
  /** From the folder. */
  path: string;
  bytes: number;
}

/** Every file below a folder; none for one that is not there. */
export async function* filesBelow(root: string): AsyncGenerator<FoundFile> {
  for (const folders = [""]; folders.length > 0; ) {
    const folder = folders.pop()!;
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    folders.push(...entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name)));
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
    yield* filesNamed(root, files);
  }
}

async function* filesNamed(root: string, names: readonly string[]): AsyncGenerator<FoundFile> {
  const sizes = await Promise.all(names.map((name) => stat(join(root, name)).catch(() => undefined)));
  // What vanished meanwhile uses nothing.
  for (const [i, found] of sizes.entries()) if (found) yield { path: names[i]!, bytes: found.size };
}
