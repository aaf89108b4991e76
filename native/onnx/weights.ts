/** Weights as an ONNX file describes them: their element types, and where they are when that is another file. */
import { WireError } from "./wire.ts";

/** TensorProto.DataType: name, and bits of an element. */
export const ELEMENT_TYPES: Record<number, [name: string, bits: number]> = {
  1: ["float32", 32],
  2: ["uint8", 8],
  3: ["int8", 8],
  4: ["uint16", 16],
  5: ["int16", 16],
  6: ["int32", 32],
  7: ["int64", 64],
  8: ["string", 0],
  9: ["bool", 8],
  10: ["float16", 16],
  11: ["float64", 64],
  12: ["uint32", 32],
  13: ["uint64", 64],
  14: ["complex64", 64],
  15: ["complex128", 128],
  16: ["bfloat16", 16],
  17: ["float8e4m3fn", 8],
  18: ["float8e4m3fnuz", 8],
  19: ["float8e5m2", 8],
  20: ["float8e5m2fnuz", 8],
  21: ["uint4", 4],
  22: ["int4", 4],
  23: ["float4e2m1", 4],
};

export interface ExternalData {
  /** As the file has it: a path from the model's folder, which nobody has checked. */
  file: string;
  /** Bytes from the start of that file. */
  offset: number;
  /** Bytes of the tensor there. */
  length: number;
}

/**
 * Reads the entries of a tensor's external_data.
 * @param bytes the tensor's own size, for files that do not say a length.
 * @throws WireError for a place that cannot be.
 */
export function externalData(tensor: string, entries: Record<string, string>, bytes: number): ExternalData {
  const { location, offset = "0", length = String(bytes) } = entries;
  if (!location) throw new WireError(`the weight "${tensor}" is in another file, which is not named`);
  const data = { file: location, offset: Number(offset), length: Number(length) };
  if (!isSize(data.offset) || !isSize(data.length)) {
    throw new WireError(`the weight "${tensor}" is at byte ${offset}, ${length} long, of ${location}`);
  }
  return data;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
