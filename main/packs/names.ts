/** Names that come from outside, made safe: ids of packs, and paths of files in folders, archives and repositories. */
import { Problem } from "#contract/problem.ts";

const ID = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
/** Names that Windows gives to devices, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** The id, when it is safe as the name of a folder on every system. Throws Problem "bad-input". */
export function requireId(id: string): string {
  if (ID.test(id) && !id.includes("..") && !DEVICE.test(id)) return id;
  throw new Problem(
    "bad-input",
    `--id cannot be "${id.slice(0, 70)}".`,
    "It takes up to 64 small letters, digits, dots, dashes and underscores, such as sd-turbo.",
    { text: { key: "pack-id", values: { id: id.slice(0, 70) } } },
  );
}

/** An id made from a folder's, file's or repository's name. */
export function idFrom(name: string): string {
  const id = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/\.{2,}/g, ".")
    .slice(0, 64)
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
  return id === "" || DEVICE.test(id) ? `pack-${id}`.replace(/-$/, "") : id;
}

const MAX_PATH = 400;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"|?*\\]/;

/**
 * Why a "/"-separated path of an archive, a repository or a graph may not be used below a folder: it leads
 * out of it, or some system cannot have it. undefined for a path that may.
 */
export function pathFault(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.length > MAX_PATH) return "is too long";
  if (/^[/\\]|^[a-z]:/i.test(path)) return "is absolute";
  if (path.includes("\\")) return "has a backslash";
  if (FORBIDDEN.test(path)) return "has characters that file names cannot have everywhere";
  for (const name of path.split("/")) {
    if (name === "..") return "leads out of its folder";
    if (name === "" || name === ".") return "has an empty part";
    if (/[. ]$/.test(name) || DEVICE.test(name.toLowerCase())) return "has a name that Windows cannot have";
  }
  return undefined;
}

/** Two paths that some file system takes for one have the same key. */
export function pathKey(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
