/** Verifies files against their SHA-256, reading again only what changed since the last time. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { writeWhole } from "#main/durable.ts";
import { type Home, temporaryPath } from "#main/home.ts";

/** Folder -> what was found right in it. */
type Memory = Record<string, { hash: string; files: Record<string, string> }>;

export interface BrokenFile {
  file: string;
  reason: string;
}

/**
 * The first file of `files` (path below `dir` -> SHA-256) that is missing or
 * different; undefined when all are right, which is then remembered under
 * `hash` in packs/verified.json, where the studio's folder exists.
 */
export async function verifyFiles(
  dir: string,
  hash: string,
  files: Readonly<Record<string, string>>,
  home: Home,
): Promise<BrokenFile | undefined> {
  const memory = join(home.packs, "verified.json");
  const remembered = readMemory(memory);
  const known = remembered[dir]?.hash === hash ? remembered[dir].files : {};
  const seen: Record<string, string> = {};
  for (const [file, sha256] of Object.entries(files)) {
    const path = join(dir, file);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || !stat.isFile()) return { file, reason: "is missing" };
    seen[file] = `${stat.size} ${stat.mtimeMs}`;
    if (seen[file] === known[file]) continue;
    if ((await sha256Of(path)) !== sha256) return { file, reason: "is not what its card says" };
  }
  const changed = Object.entries(seen).some(([file, mark]) => known[file] !== mark);
  if (changed && existsSync(home.tmp)) {
    remembered[dir] = { hash, files: seen };
    await writeWhole(memory, JSON.stringify(remembered), temporaryPath(home));
  }
  return undefined;
}

function readMemory(path: string): Memory {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Memory;
  } catch {
    return {};
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest("hex");
}
