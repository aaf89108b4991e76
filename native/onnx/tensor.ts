/** Tensors that go into and come out of a session. */
import { Tensor } from "./onnxruntime.ts";
import type { ElementType } from "./runtime.ts";

export type { ElementType };
export { Tensor };

/** An input or output of a graph. A symbolic dimension is given by its name. */
export interface TensorInfo {
  name: string;
  type: ElementType;
  dims: readonly (number | string)[];
}

/** Input tensors by the graph's input names. */
export type Feeds = Readonly<Record<string, Tensor>>;

/** Makes a tensor; `dims` are row-major, [] is a scalar. The data is used as it is, not copied. */
export function tensor<T extends "float32" | "float64" | "int32" | "int64" | "uint8" | "bool">(
  type: T,
  data: Tensor.DataTypeMap[T],
  dims: readonly number[],
): Tensor {
  return new Tensor(type, data, dims);
}

/** Element types of floats, whatever their width. */
export type FloatType = "float16" | "float32" | "float64";

/** Rounds to half precision: `Float16Array` of newer JavaScript engines, which the types do not know yet. */
const Halves = (globalThis as unknown as { Float16Array: new (values: Float32Array) => Uint16Array })
  .Float16Array;

/** A float tensor of this width from float32 values, which float32 uses without a copy. */
export function floatTensor(type: FloatType, values: Float32Array, dims: readonly number[]): Tensor {
  if (type === "float32") return new Tensor(type, values, dims);
  if (type === "float64") return new Tensor(type, Float64Array.from(values), dims);
  const bits = new Uint16Array(new Halves(values).buffer);
  const half = new Tensor(type, bits, dims);
  // The wrapper of onnxruntime 1.30 makes a Float16Array of the bits, which its native side does not read.
  (half as unknown as { cpuData: Uint16Array }).cpuData = bits;
  return half;
}

/**
 * A float tensor's values as float32, whatever its width (float16, float32 or float64).
 * float32 is returned without a copy.
 * @throws TypeError for other element types.
 */
export function floats(value: Tensor): Float32Array {
  const data: unknown = value.data;
  if (data instanceof Float32Array) return data;
  if (data instanceof Float64Array) return Float32Array.from(data);
  if (value.type === "float16") {
    if (data instanceof Uint16Array) return Float32Array.from(data, halfToFloat);
    // Newer JavaScript engines hand out Float16Array, whose elements are numbers already.
    return Float32Array.from(data as unknown as ArrayLike<number>);
  }
  throw new TypeError(`expected a float tensor, got ${value.type}`);
}

/** IEEE 754 binary16 to number. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
