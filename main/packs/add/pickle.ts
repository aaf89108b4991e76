/**
 * Pickle files, in which PyTorch keeps checkpoints: reading one runs whatever code it holds, so none
 * is taken in, by name or by content. We never read one; but a pack travels on to other programs.
 */
import { open } from "node:fs/promises";
import { basename, extname } from "node:path";
import { openPromise as openZip } from "yauzl";
import { Problem } from "#contract/problem.ts";

const ENDINGS = new Set([".bin", ".ckpt", ".pickle", ".pkl", ".pt", ".pth"]);
const HEAD_BYTES = 4;
/** What can follow PROTO in a pickle: any of the opcodes that push a value. */
const FIRST_OPCODES = new Set(
  Buffer.from("\x95}](\x8f)lNcK\x88\x89JMGXBCUTV\x8c\x8d\x8a\x8b\x8ei", "latin1"),
);

/** Whether the file's name says that it is a pickle. `.bin` says so only where nothing says otherwise. */
export function isPickleName(path: string): boolean {
  return ENDINGS.has(extname(path).toLowerCase()) || basename(path).toLowerCase() === "data.pkl";
}

/** Whether the file is a pickle by its content: the pickle itself, or PyTorch's zip file around one. */
export async function isPickle(path: string): Promise<boolean> {
  const head = await readHead(path);
  if (head.length === HEAD_BYTES && head.toString("latin1") === "PK\x03\x04") return hasPickledData(path);
  const [proto, version, opcode] = head;
  return proto === 0x80 && version! >= 2 && version! <= 5 && FIRST_OPCODES.has(opcode!);
}

/** Throws Problem "bad-input" that tells why the file is not taken in. `from`: what holds it, for people. */
export function refusePickle(file: string, from: string): never {
  throw new Problem(
    "bad-input",
    `${file} in ${from} is a pickle file (a PyTorch checkpoint), which can run any code when it is read.`,
    "Understudy takes ONNX files only: export the model, and leave its checkpoint out of the folder.",
    { text: { key: "pack-pickle", values: { file, source: from } } },
  );
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function hasPickledData(path: string): Promise<boolean> {
  try {
    const zip = await openZip(path);
    try {
      for await (const { fileName } of zip.eachEntry()) if (isPickleName(fileName)) return true;
    } finally {
      zip.close();
    }
    return false;
  } catch {
    // It begins like a zip file and is none: weights may begin with any bytes.
    return false;
  }
}
