/**
 * What an ONNX file says of itself, read without loading it: weights are jumped over, so that a file
 * of many gigabytes is read in the time of its graph.
 * Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import { basename } from "node:path";
import { Problem } from "#contract/problem.ts";
import type { ElementType, TensorInfo } from "./tensor.ts";
import { ELEMENT_TYPES, type ExternalData, externalData } from "./weights.ts";
import { BYTES, type Field, VARINT, WireError, WireReader } from "./wire.ts";

export type { ExternalData };

export interface OnnxHeader {
  /** The program that wrote the file, such as "pytorch 2.5.0"; empty when it does not say. */
  producer: string;
  /** Operator domain -> version; the standard domain is "". */
  opsets: Record<string, number>;
  /** As a session shows them: without those that only name a weight. */
  inputs: TensorInfo[];
  outputs: TensorInfo[];
  /** Every operator that the graph, its subgraphs and its functions use, once; the standard domain is "". */
  operators: { domain: string; name: string }[];
  /** Where weights are that are not in the file itself. */
  externalData: ExternalData[];
  /** Bytes of all weights, wherever they are. */
  weightBytes: number;
  /** The same, by element type: "float16" -> bytes. */
  weightBytesByType: Record<string, number>;
}

/**
 * Reads the header of an ONNX file.
 * @throws Problem "corrupt-pack" when the file is missing, cut short, damaged or no ONNX model, or
 * when one of its inputs or outputs is not a tensor.
 */
export async function readOnnxHeader(path: string): Promise<OnnxHeader> {
  const name = basename(path);
  try {
    return await WireReader.read(path, (reader) => new HeaderReader(reader).read());
  } catch (error) {
    if (error instanceof WireError)
      throw corrupt(`${name} is not a whole ONNX model: ${error.message}.`, error);
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== "string" || error instanceof Problem) throw error;
    throw corrupt(`${name} ${code === "ENOENT" ? "is missing" : `cannot be read (${code})`}.`, error);
  }
}

function corrupt(message: string, cause: unknown): Problem {
  return new Problem("corrupt-pack", message, "Export or download the pack again.", { cause });
}

interface ModelTensor {
  name: string;
  type: string;
  bytes: number;
}

class HeaderReader {
  readonly #reader: WireReader;
  #producer: string[] = [];
  #hasGraph = false;
  readonly #opsets: Record<string, number> = {};
  readonly #inputs: TensorInfo[] = [];
  readonly #outputs: TensorInfo[] = [];
  readonly #weightNames = new Set<string>();
  readonly #operators = new Map<string, { domain: string; name: string }>();
  readonly #functions = new Set<string>();
  readonly #externalData: ExternalData[] = [];
  readonly #weightBytes: Record<string, number> = {};

  constructor(reader: WireReader) {
    this.#reader = reader;
  }

  async read(): Promise<OnnxHeader> {
    const end = this.#reader.size;
    await this.#reader.fields(end, async (field) => {
      if (is(field, 2)) this.#producer[0] = await this.#reader.text(end);
      else if (is(field, 3)) this.#producer[1] = await this.#reader.text(end);
      else if (is(field, 7)) await this.#graph(end, true);
      else if (is(field, 8)) await this.#opset(end);
      else if (is(field, 25)) await this.#function(end);
      else return false;
      return true;
    });
    if (!this.#hasGraph) throw new WireError("it has no graph");
    return {
      producer: this.#producer.filter(Boolean).join(" "),
      opsets: this.#opsets,
      inputs: this.#inputs.filter(({ name }) => !this.#weightNames.has(name)),
      outputs: this.#outputs,
      operators: [...this.#operators].filter(([key]) => !this.#functions.has(key)).map(([, op]) => op),
      externalData: this.#externalData,
      weightBytes: Object.values(this.#weightBytes).reduce((sum, bytes) => sum + bytes, 0),
      weightBytesByType: this.#weightBytes,
    };
  }

  /** OperatorSetIdProto. */
  async #opset(end: number): Promise<void> {
    let domain = "";
    let version = 0;
    await this.#reader.message(end, async (field) => {
      if (is(field, 1)) domain = await this.#reader.text(end);
      else if (is(field, 2, VARINT)) version = Number(await this.#reader.integer(end));
      else return false;
      return true;
    });
    this.#opsets[standard(domain)] = version;
  }

  /** GraphProto; the values that go in and out of a subgraph are its own affair. */
  async #graph(end: number, isModel: boolean): Promise<void> {
    if (isModel) this.#hasGraph = true;
    await this.#reader.message(end, async (field) => {
      if (is(field, 1)) await this.#node(end);
      else if (is(field, 5)) this.#weight(await this.#tensor(end), isModel);
      else if (is(field, 15)) await this.#sparseTensor(end, isModel);
      else if (isModel && is(field, 11)) this.#inputs.push(await this.#value(end));
      else if (isModel && is(field, 12)) this.#outputs.push(await this.#value(end));
      else return false;
      return true;
    });
  }

  /** FunctionProto: an operator that the model defines by nodes of its own. */
  async #function(end: number): Promise<void> {
    let name = "";
    let domain = "";
    await this.#reader.message(end, async (field) => {
      if (is(field, 1)) name = await this.#reader.text(end);
      else if (is(field, 7)) await this.#node(end);
      else if (is(field, 9)) await this.#opset(end);
      else if (is(field, 10)) domain = await this.#reader.text(end);
      else return false;
      return true;
    });
    this.#functions.add(operatorKey(standard(domain), name));
  }

  /** NodeProto. */
  async #node(end: number): Promise<void> {
    let name = "";
    let domain = "";
    await this.#reader.message(end, async (field) => {
      if (is(field, 4)) name = await this.#reader.text(end);
      else if (is(field, 7)) domain = await this.#reader.text(end);
      else if (is(field, 5)) await this.#attribute(end);
      else return false;
      return true;
    });
    domain = standard(domain);
    this.#operators.set(operatorKey(domain, name), { domain, name });
  }

  /** AttributeProto: constants, and the subgraphs of If, Loop and Scan. */
  async #attribute(end: number): Promise<void> {
    await this.#reader.message(end, async (field) => {
      if (is(field, 5) || is(field, 10)) this.#weight(await this.#tensor(end), false);
      else if (is(field, 6) || is(field, 11)) await this.#graph(end, false);
      else if (is(field, 22) || is(field, 23)) await this.#sparseTensor(end, false);
      else return false;
      return true;
    });
  }

  #weight({ name, type, bytes }: ModelTensor, named: boolean): void {
    if (named) this.#weightNames.add(name);
    this.#weightBytes[type] = (this.#weightBytes[type] ?? 0) + bytes;
  }

  /** SparseTensorProto: its values carry the name. */
  async #sparseTensor(end: number, named: boolean): Promise<void> {
    await this.#reader.message(end, async (field) => {
      if (is(field, 1)) this.#weight(await this.#tensor(end), named);
      else if (is(field, 2)) this.#weight(await this.#tensor(end), false);
      else return false;
      return true;
    });
  }

  /** TensorProto. */
  async #tensor(end: number): Promise<ModelTensor> {
    const reader = this.#reader;
    let name = "";
    let dataType = 0;
    let elements = 1n;
    let external: Record<string, string> | undefined;
    const dimension = (size: bigint) => {
      if (size < 0n) throw new WireError(`a weight with ${size} elements along one axis`);
      elements *= size;
    };
    await reader.message(end, async (field) => {
      if (is(field, 1)) await this.#packed(end, dimension);
      else if (is(field, 1, VARINT)) dimension(await reader.integer(end));
      else if (is(field, 2, VARINT)) dataType = Number(await reader.integer(end));
      else if (is(field, 8)) name = await reader.text(end);
      else if (is(field, 13)) {
        const [key, value] = await this.#entry(end);
        external = { ...external, [key]: value };
      } else return false;
      return true;
    });
    const [type, bits] = ELEMENT_TYPES[dataType] ?? [`type ${dataType}`, 0];
    const bytes = Number((elements * BigInt(bits) + 7n) / 8n);
    if (!Number.isSafeInteger(bytes)) throw new WireError(`the weight "${name}" would have ${bytes} bytes`);
    if (external) this.#externalData.push(externalData(name, external, bytes));
    return { name, type, bytes };
  }

  async #packed(end: number, each: (value: bigint) => void): Promise<void> {
    const length = await this.#reader.length(end);
    const stop = this.#reader.position + length;
    while (this.#reader.position < stop) each(await this.#reader.integer(stop));
  }

  /** StringStringEntryProto. */
  async #entry(end: number): Promise<[key: string, value: string]> {
    const entry: [string, string] = ["", ""];
    await this.#reader.message(end, async (field) => {
      if (!is(field, 1) && !is(field, 2)) return false;
      entry[field.number - 1] = await this.#reader.text(end);
      return true;
    });
    return entry;
  }

  /** ValueInfoProto with its TypeProto. */
  async #value(end: number): Promise<TensorInfo> {
    const reader = this.#reader;
    let name = "";
    let type: ElementType | undefined;
    const dims: (number | string)[] = [];
    const tensorType = async (field: Field) => {
      if (is(field, 1, VARINT)) type = ELEMENT_TYPES[Number(await reader.integer(end))]?.[0] as ElementType;
      else if (is(field, 2)) {
        await reader.message(end, async (dimension) => {
          if (!is(dimension, 1)) return false;
          dims.push(await this.#dimension(end));
          return true;
        });
      } else return false;
      return true;
    };
    const typeProto = async (field: Field) => {
      if (!is(field, 1)) return false;
      await reader.message(end, tensorType);
      return true;
    };
    await reader.message(end, async (field) => {
      if (is(field, 1)) name = await reader.text(end);
      else if (is(field, 2)) await reader.message(end, typeProto);
      else return false;
      return true;
    });
    if (type === undefined) throw new WireError(`"${name}", which goes in or out, is not a tensor`);
    return { name, type, dims };
  }

  /** A number, a name, or "" where the file says neither. */
  async #dimension(end: number): Promise<number | string> {
    let size: number | string = "";
    await this.#reader.message(end, async (field) => {
      if (is(field, 1, VARINT)) size = Number(await this.#reader.integer(end));
      else if (is(field, 2)) size = await this.#reader.text(end);
      else return false;
      return true;
    });
    return size;
  }
}

function is(field: Field, number: number, wireType: number = BYTES): boolean {
  return field.number === number && field.wireType === wireType;
}

/** "ai.onnx" is a longer name of the standard domain. */
function standard(domain: string): string {
  return domain === "ai.onnx" ? "" : domain;
}

function operatorKey(domain: string, name: string): string {
  return `${domain}:${name}`;
}
