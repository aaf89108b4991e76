/** Files that are either whole or not there: written to a temporary place, synced, renamed. */
import { type FileHandle, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Makes a file's content survive a power cut. */
export async function syncFile(path: string): Promise<void> {
  // Windows syncs only what is open for writing.
  await withHandle(path, process.platform === "win32" ? "r+" : "r", (handle) => handle.sync());
}

/** Makes the names in a folder survive a power cut; Windows has no such call and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform !== "win32") await withHandle(path, "r", (handle) => handle.sync());
}

/** Syncs every file below a folder, and the folders. */
export async function syncTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? syncTree(path) : syncFile(path);
    }),
  );
  await syncFolder(folder);
}

/** Writes a small file whole, by way of `temporary` on the same disk. */
export async function writeWhole(path: string, content: string, temporary: string): Promise<void> {
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } finally {
    await rm(temporary, { force: true });
  }
}

async function withHandle(
  path: string,
  flags: string,
  work: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await open(path, flags);
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}
