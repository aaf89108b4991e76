/** Copies of fixture packs with something wrong. */
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACKS } from "./expectation.ts";

/** A copy of a fixture pack, in a new folder of `root`. */
export function copyOf(pack: string, root: string): string {
  const dir = mkdtempSync(join(root, `${pack}-`));
  cpSync(join(PACKS, pack), dir, { recursive: true });
  return dir;
}

/** A copy of a fixture pack with the files that OnnxStack's converters write, and no others. */
export function onnxStackExport(pack: string, root: string): string {
  const dir = copyOf(pack, root);
  const leftOut = [
    "model_index.json",
    "scheduler",
    "tokenizer/tokenizer_config.json",
    "tokenizer/tokenizer.json",
  ];
  const configs = ["text_encoder", "unet", "vae_decoder", "vae_encoder"].map((part) => `${part}/config.json`);
  for (const path of [...leftOut, ...configs]) rmSync(join(dir, path), { recursive: true, force: true });
  return dir;
}

/** Cuts off the last byte of a file. */
export function cutShort(path: string): void {
  truncateSync(path, readFileSync(path).length - 1);
}

/**
 * Gives an input of an ONNX file another element type, as TensorProto numbers them. In the file stands
 * the name, then the type's message: its tag, its length, the tensor type's tag and length, the element
 * type's tag and the element type.
 */
export function retype(path: string, input: string, elementType: number): void {
  const bytes = readFileSync(path);
  const name = Buffer.concat([Buffer.from([0x0a, input.length]), Buffer.from(input), Buffer.from([0x12])]);
  // Nodes name it, too.
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    const type = at + name.length;
    if (bytes[type + 1] !== 0x0a || bytes[type + 3] !== 0x08) continue;
    bytes[type + 4] = elementType;
    writeFileSync(path, bytes);
    return;
  }
  throw new Error(`${path} has no input "${input}"`);
}
