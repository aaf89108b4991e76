/** The headers of a pack's graphs, read once for each state of a file, and what they tell before anything is loaded. */
import { stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, normalize } from "node:path";
import { PROVIDERS, type Provider } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import { missingOperators, type OnnxHeader, readOnnxHeader } from "#native/onnx/index.ts";
import { corrupt } from "./config.ts";

/** What is kept of a header. */
export interface GraphHeader extends Pick<OnnxHeader, "inputs" | "outputs" | "operators" | "weightBytes"> {
  /** External data: path from the model's folder -> bytes that the file must have. */
  dataFiles: ReadonlyMap<string, number>;
}

/** Packs that somebody uses at a time have fewer parts. */
const MAX_KEPT = 64;
const kept = new Map<string, { stamp: string; header: GraphHeader }>();

/**
 * The header of an ONNX file; of one that has not changed, without reading it again.
 * @throws Problem "corrupt-pack" when the file is missing or damaged.
 */
export async function graphHeader(path: string): Promise<GraphHeader> {
  const stats = await stat(path).catch(() => undefined);
  const stamp = stats ? `${stats.size} ${stats.mtimeMs} ${stats.ino}` : "missing";
  const known = kept.get(path);
  if (known?.stamp === stamp) return known.header;
  const { inputs, outputs, operators, weightBytes, externalData } = await readHeader(path);
  const dataFiles = new Map<string, number>();
  for (const { file, offset, length } of externalData) {
    dataFiles.set(file, Math.max(dataFiles.get(file) ?? 0, offset + length));
  }
  const header = { inputs, outputs, operators, weightBytes, dataFiles };
  kept.delete(path);
  kept.set(path, { stamp, header });
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
  return header;
}

/** Every graph's file is called the same: the Problem names the part, too. */
async function readHeader(path: string): Promise<OnnxHeader> {
  try {
    return await readOnnxHeader(path);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const message = error.message.replace(basename(path), nameOf(path));
    throw new Problem(error.code, message, error.hint, { cause: error });
  }
}

/**
 * Makes sure that a graph can be opened on a provider, which is much cheaper than opening it.
 * @throws Problem "corrupt-pack" when it or its external data is missing or cut short,
 * "provider-unavailable" when it has operators that the provider lacks.
 */
export async function requireRunnable(path: string, provider: Provider): Promise<GraphHeader> {
  const header = await graphHeader(path);
  for (const [file, bytes] of header.dataFiles) await requireData(path, file, bytes);
  const missing = missingOperators(header, provider);
  if (missing.length === 0) return header;
  const able = PROVIDERS.filter((other) => missingOperators(header, other).length === 0);
  throw new Problem(
    "provider-unavailable",
    `${nameOf(path)} was optimised for ${able.join(", ") || "another device"}: ${provider} has no ${missing.join(", ")}.`,
    able.length > 0
      ? `Use --provider ${able[0]} where there is such a device, or a pack that was exported without that optimisation.`
      : "Use a pack that was exported without that optimisation.",
    { text: { key: "provider-lacks-operators", values: { provider, file: nameOf(path) } } },
  );
}

async function requireData(model: string, file: string, bytes: number): Promise<void> {
  if (isAbsolute(file) || normalize(file).startsWith("..")) {
    throw corrupt(`${nameOf(model)} keeps weights outside of its folder, in "${file}".`);
  }
  const path = join(dirname(model), file);
  const size = await stat(path).then(
    (stats) => stats.size,
    () => undefined,
  );
  if (size === undefined) throw corrupt(`${nameOf(path)}, the weights of ${nameOf(model)}, is missing.`);
  if (size >= bytes) return;
  throw corrupt(`${nameOf(path)}, the weights of ${nameOf(model)}, is cut short: ${size} of ${bytes} bytes.`);
}

/** A file's name with its folder's, which names the part: "unet/model.onnx". */
export function nameOf(path: string): string {
  return `${basename(dirname(path))}/${basename(path)}`;
}
