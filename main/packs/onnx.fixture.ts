/** Writes small ONNX models that run, for tests: what goes in and out is what packs are recognised by. */

export interface Value {
  name: string;
  type?: keyof typeof TYPES;
  /** A free dimension is given by its name. */
  dims: readonly (number | string)[];
}

export interface Node {
  operator: string;
  inputs: readonly string[];
  output: string;
  domain?: string;
  attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface Model {
  inputs: readonly Value[];
  outputs: readonly Value[];
  nodes: readonly Node[];
  /** float32 weights in the file, or in another one. */
  weights?: readonly { name: string; values: readonly number[]; file?: string; offset?: number }[];
}

const TYPES = { float32: 1, int64: 7, float16: 10 };

/** The bytes of a model. Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
export function onnxModel({ inputs, outputs, nodes, weights = [] }: Model): Buffer {
  const graph = [
    ...nodes.map((node) => bytes(1, ...nodeOf(node))),
    bytes(2, "graph"),
    ...weights.map((weight) => bytes(5, ...tensorOf(weight))),
    ...inputs.map((value) => bytes(11, ...valueInfoOf(value))),
    ...outputs.map((value) => bytes(12, ...valueInfoOf(value))),
  ];
  const opset = (domain: string, version: number) => bytes(8, bytes(1, domain), number(2, version));
  return Buffer.concat([number(1, 8), bytes(7, ...graph), opset("", 17), opset("com.microsoft", 1)]);
}

function nodeOf({ operator, inputs, output, domain = "", attributes = {} }: Node): Buffer[] {
  return [
    ...inputs.map((name) => bytes(1, name)),
    bytes(2, output),
    bytes(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      typeof value === "number"
        ? bytes(5, bytes(1, name), number(3, value), number(20, 2))
        : bytes(5, bytes(1, name), ...value.map((one) => number(8, one)), number(20, 7)),
    ),
    bytes(7, domain),
  ];
}

function tensorOf({ name, values, file, offset = 0 }: NonNullable<Model["weights"]>[number]): Buffer[] {
  const entry = (key: string, text: string) => bytes(13, bytes(1, key), bytes(2, text));
  const data = Buffer.from(Float32Array.from(values).buffer);
  return [
    number(1, values.length),
    number(2, TYPES.float32),
    bytes(8, name),
    ...(file === undefined
      ? [bytes(9, data)]
      : [
          entry("location", file),
          entry("offset", `${offset}`),
          entry("length", `${data.length}`),
          number(14, 1),
        ]),
  ];
}

function valueInfoOf({ name, type = "float32", dims }: Value): Buffer[] {
  const shape = dims.map((dim) => bytes(1, typeof dim === "number" ? number(1, dim) : bytes(2, dim)));
  return [bytes(1, name), bytes(2, bytes(1, number(1, TYPES[type]), bytes(2, ...shape)))];
}

function bytes(field: number, ...parts: (Buffer | string)[]): Buffer {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value >>> 0)]);
}

function varint(value: number): Buffer {
  const digits: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) digits.push((value % 0x80) | 0x80);
  return Buffer.from([...digits, value]);
}

const PICTURE = ["batch", 3, "height", "width"];
const mean = (input: string, output: string, keepdims: number): Node => ({
  operator: "ReduceMean",
  inputs: [input],
  output,
  attributes: { axes: [1], keepdims },
});

/** A network that makes a map of a picture; `output` tells its kind, or not. */
export function mapNetwork(output: string, keepdims: 0 | 1 = 1, weightFile?: string): Buffer {
  const dims = keepdims ? ["batch", 1, "height", "width"] : ["batch", "height", "width"];
  return onnxModel({
    inputs: [{ name: "pixel_values", dims: PICTURE }],
    outputs: [{ name: output, dims }],
    nodes: [
      { operator: "Add", inputs: ["pixel_values", "bias"], output: "sum" },
      mean("sum", output, keepdims),
    ],
    weights: [{ name: "bias", values: [1], ...(weightFile !== undefined && { file: weightFile }) }],
  });
}

/** A voice as Piper exports it; it "speaks" its input. */
export function piperNetwork(): Buffer {
  return onnxModel({
    inputs: [
      { name: "input", type: "int64", dims: ["batch", "phonemes"] },
      { name: "input_lengths", type: "int64", dims: ["batch"] },
      { name: "scales", dims: [3] },
    ],
    outputs: [{ name: "output", dims: ["batch", "time"] }],
    nodes: [{ operator: "Cast", inputs: ["input"], output: "output", attributes: { to: TYPES.float32 } }],
  });
}

export const PIPER_CARD = JSON.stringify({
  audio: { sample_rate: 22050 },
  espeak: { voice: "en-us" },
  phoneme_id_map: { _: [0], a: [14] },
  num_speakers: 1,
});

/** A voice as Kokoro is exported. */
export function kokoroNetwork(): Buffer {
  return onnxModel({
    inputs: [
      { name: "input_ids", type: "int64", dims: [1, "tokens"] },
      { name: "style", dims: [1, 256] },
      { name: "speed", dims: [1] },
    ],
    outputs: [{ name: "waveform", dims: [1, "samples"] }],
    nodes: [{ operator: "Mul", inputs: ["style", "speed"], output: "waveform" }],
  });
}
