/** Which files a tokenizer's folder must have. */
import { Problem } from "#contract/problem.ts";

/**
 * @param names of the files in the tokenizer's folder, which people know as `folder`.
 * @throws Problem "corrupt-pack" that tells what to add, when there is neither tokenizer.json nor
 * vocab.json with merges.txt.
 */
export function requireTokenizerFiles(names: readonly string[], folder: string): void {
  if (names.includes("tokenizer.json")) return;
  const missing = ["vocab.json", "merges.txt"].filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  // Early exports for OnnxStack and other programs of the .NET world.
  const isGraph = names.some((name) => name.endsWith(".onnx"));
  const what = isGraph
    ? `${folder} has the tokenizer as an ONNX graph only, which needs operators that are not part of onnxruntime`
    : `${folder} is no whole tokenizer`;
  throw new Problem(
    "corrupt-pack",
    `${what}: ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing.`,
    `Copy vocab.json and merges.txt there from the "${folder.split(/[\\/]/).at(-1)}" folder of the model that was exported.`,
  );
}
