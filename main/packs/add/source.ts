/** Where a pack comes from, as the user writes it. */
import { statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { Problem } from "#contract/problem.ts";
import { type HubAddress, parseHubAddress } from "../hub/address.ts";

export type Source =
  /** `graph`: the one .onnx file in it that is meant. */
  | { type: "folder"; dir: string; graph?: string; name: string }
  | { type: "zip"; file: string; name: string }
  | { type: "hub"; address: HubAddress; name: string };

/** Whether a source says of itself that it is of the hub, whatever is on the disk. */
export function isHubSource(text: string): boolean {
  return text.startsWith("hf:");
}

/**
 * Reads "a folder, an .onnx file, a .zip file, or owner/name of the hub"; what exists on the disk comes first, unless
 * it begins with "hf:".
 * @throws Problem "not-found" or "bad-input".
 */
export function parseSource(text: string): Source {
  const path = resolve(text);
  const stats = text === "" || isHubSource(text) ? undefined : statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return { type: "folder", dir: path, name: basename(path) };
  const ending = extname(path).toLowerCase();
  if (stats?.isFile()) {
    const name = basename(path, extname(path));
    if (ending === ".zip") return { type: "zip", file: path, name };
    if (ending === ".onnx") return { type: "folder", dir: dirname(path), graph: basename(path), name };
    throw new Problem(
      "bad-input",
      `${text} is no pack.`,
      "Name a folder, an .onnx file, a .zip file, or owner/name of the hub.",
      { text: { key: "pack-source-missing", values: { source: text.slice(0, 200) } } },
    );
  }
  const address = parseHubAddress(text);
  if (address !== undefined && stats === undefined) {
    return { type: "hub", address, name: hubName(address) };
  }
  throw new Problem(
    "not-found",
    `There is no folder or file ${JSON.stringify(text.slice(0, 200))}.`,
    "Name a folder, an .onnx file, a .zip file, or owner/name of the hub.",
    { text: { key: "pack-source-missing", values: { source: text.slice(0, 200) } } },
  );
}

/** The repository's name; for a folder in it the last two names of the way there; for a graph its name, too. */
function hubName({ name, path }: HubAddress): string {
  const repository = basename(name);
  if (path === undefined) return repository;
  if (!path.endsWith(".onnx")) return path.split("/").slice(-2).join("-");
  const graph = basename(path, ".onnx");
  return graph === "model" ? repository : `${repository}-${graph}`;
}
