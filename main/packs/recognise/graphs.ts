/** The graphs of a pack: their headers, and the files in which their weights are. */
import { open, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import { Problem } from "#contract/problem.ts";
import { type OnnxHeader, readOnnxHeader } from "#native/onnx/index.ts";
import { isReallyInside } from "../add/folder.ts";
import { pathFault } from "../names.ts";

export interface Graph {
  /** From the pack's folder. */
  file: string;
  header: OnnxHeader;
  /** Where its weights are besides itself, from the pack's folder -> bytes that the file must have. */
  data: Record<string, number>;
}

const AGAIN = "Export or download the pack again.";
const LFS_POINTER = "version https://git-lfs";

/**
 * Reads the headers of the graphs `files` in `dir`.
 * @throws Problem "corrupt-pack" for a damaged graph or Git LFS pointer, "bad-input" when weights would
 * be read from outside the pack's folder.
 */
export async function readGraphs(dir: string, files: readonly string[]): Promise<Graph[]> {
  const graphs: Graph[] = [];
  for (const file of files) {
    await refusePointer(join(dir, file), file);
    const header = await readOnnxHeader(join(dir, file));
    graphs.push({ file, header, data: dataFiles(file, header) });
  }
  return graphs;
}

/** Throws Problem "corrupt-pack" for weights that are missing or cut short, "bad-input" for a link out of the folder. */
export async function requireData(dir: string, graphs: readonly Graph[]): Promise<void> {
  for (const { file, data } of graphs) {
    for (const [path, needed] of Object.entries(data)) {
      const stats = await stat(join(dir, path)).catch(() => undefined);
      if (stats === undefined || !stats.isFile()) {
        throw new Problem("corrupt-pack", `${path}, with weights of ${file}, is missing.`, AGAIN, {
          text: { key: "pack-incomplete", values: { source: file, missing: path } },
        });
      }
      if (!isReallyInside(dir, join(dir, path)))
        throw outside(file, path, "is a link that leads out of the folder");
      if (stats.size < needed) {
        throw new Problem(
          "corrupt-pack",
          `${path} is cut short: ${file} has weights up to byte ${needed} of it, and it has ${stats.size}.`,
          AGAIN,
          { text: { key: "pack-incomplete", values: { source: file, missing: path } } },
        );
      }
    }
  }
}

function dataFiles(file: string, header: OnnxHeader): Record<string, number> {
  const data: Record<string, number> = {};
  for (const { file: location, offset, length } of header.externalData) {
    const plain = location.replace(/^\.\//, "");
    const fault = pathFault(plain);
    if (fault !== undefined) throw outside(file, JSON.stringify(location), fault);
    const path = posix.join(posix.dirname(file), plain);
    data[path] = Math.max(data[path] ?? 0, offset + length);
  }
  return data;
}

function outside(file: string, path: string, fault: string): Problem {
  return new Problem(
    "bad-input",
    `${file} has weights in ${path}, a path that ${fault}.`,
    "Weights must lie in the pack's own folder, beside the graph. Do not trust this pack.",
    { text: { key: "pack-unsafe", values: { file } } },
  );
}

async function refusePointer(path: string, file: string): Promise<void> {
  const handle = await open(path, "r").catch(() => undefined);
  if (handle === undefined) return; // readOnnxHeader tells what is wrong
  try {
    const start = Buffer.alloc(LFS_POINTER.length);
    await handle.read(start, 0, start.length, 0);
    if (start.toString() !== LFS_POINTER) return;
  } finally {
    await handle.close();
  }
  throw new Problem(
    "corrupt-pack",
    `${file} is not the model but a Git LFS pointer to it.`,
    "Run `git lfs pull` in the folder, or add the pack by its hub id.",
    { text: { key: "pack-lfs", values: { file } } },
  );
}
