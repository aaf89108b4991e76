/** The files of a folder that becomes a pack: every one inside it, none of them able to do harm. */
import { realpathSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { Problem } from "#contract/problem.ts";

/** A folder with more was not made to be a pack. */
const MAX_FILES = 10_000;

/**
 * Paths ("/"-separated) of all files below `dir`, sorted. Names that begin with a dot (.git, .cache) are left out.
 * @throws Problem "bad-input" for links that lead out of the folder or to another folder, for what is
 * neither file nor folder, and for too many files.
 */
export async function listFolder(dir: string): Promise<string[]> {
  const root = await realpath(dir);
  const files: string[] = [];
  const pending = [""];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isSymbolicLink()) files.push(await checkLink(root, path));
      else if (entry.isFile()) files.push(path);
      else throw refused(root, path, "is neither a file nor a folder");
      if (files.length > MAX_FILES) {
        throw new Problem(
          "bad-input",
          `${dir} has more than ${MAX_FILES} files.`,
          "Name the folder of one pack, or its .onnx file.",
          { text: { key: "pack-many-files", values: { folder: dir, most: MAX_FILES } } },
        );
      }
    }
  }
  return files.sort();
}

async function checkLink(root: string, path: string): Promise<string> {
  const target = await realpath(join(root, path)).catch(() => undefined);
  if (target === undefined) throw refused(root, path, "is a link that leads nowhere");
  if (!isInside(root, target))
    throw refused(root, path, `is a link that leads out of the folder, to ${target}`);
  if (!(await stat(target)).isFile()) throw refused(root, path, "is a link to a folder");
  return path;
}

/** Whether `path` is `root` or below it; both without links. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !/^[a-z]:|^[/\\]/i.test(way);
}

/** Whether a file below `root` is really there: links on the way do not lead out. */
export function isReallyInside(root: string, path: string): boolean {
  return isInside(realpathSync(root), realpathSync(path));
}

function refused(root: string, path: string, what: string): Problem {
  return new Problem(
    "bad-input",
    `${path} in ${root} ${what}.`,
    "Put the real files into the folder (`cp -rL` copies what links lead to), or add the pack by its hub id.",
    { text: { key: "pack-unsafe", values: { file: path } } },
  );
}
