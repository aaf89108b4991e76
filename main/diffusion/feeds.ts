/** Inputs in the element type and shape that a graph's metadata asks for. */
import { Problem } from "#contract/problem.ts";
import {
  type FloatType,
  floatTensor,
  type Session,
  type Tensor,
  type TensorInfo,
  tensor,
} from "#native/onnx/index.ts";
import { corrupt } from "./config.ts";
import { nameOf } from "./headers.ts";

const FLOATS: readonly string[] = ["float16", "float32", "float64"] satisfies FloatType[];

/** The float type of an input; undefined when it is no float. */
export function floatType(info: TensorInfo): FloatType | undefined {
  return FLOATS.includes(info.type) ? (info.type as FloatType) : undefined;
}

/** A float input. @throws Problem "corrupt-pack" when the graph wants something else. */
export function floatFeed(session: Session, info: TensorInfo, values: Float32Array, dims: number[]): Tensor {
  const type = floatType(info);
  if (!type) throw wrongType(session, info, FLOATS);
  return floatTensor(type, values, dims);
}

/** Token ids, int32 or int64. @throws Problem "corrupt-pack" when the graph wants something else. */
export function idsFeed(session: Session, info: TensorInfo, ids: readonly number[], dims: number[]): Tensor {
  if (info.type === "int32") return tensor("int32", Int32Array.from(ids), dims);
  if (info.type === "int64") return tensor("int64", BigInt64Array.from(ids, BigInt), dims);
  throw wrongType(session, info, ["int32", "int64"]);
}

/** Numbers of any type; whole ones are cut off, not rounded, as numpy does when it casts. */
export function numbersFeed(
  session: Session,
  info: TensorInfo,
  values: readonly number[],
  dims: number[],
): Tensor {
  if (floatType(info)) return floatFeed(session, info, Float32Array.from(values), dims);
  if (info.type === "int32" || info.type === "int64") {
    return idsFeed(session, info, values.map(Math.trunc), dims);
  }
  throw wrongType(session, info, [...FLOATS, "int32", "int64"]);
}

/** An input by its name. @throws Problem "corrupt-pack" when the graph has none of that name. */
export function inputOf(session: Session, name: string): TensorInfo {
  const info = session.inputs.find((input) => input.name === name);
  if (!info) throw corrupt(`${nameOf(session.path)} has no input "${name}".`);
  return info;
}

/** @throws Problem "corrupt-pack" for an input that we do not know how to fill. */
export function refuseUnknown(session: Session, known: readonly string[]): void {
  const unknown = session.inputs.find(({ name }) => !known.includes(name));
  if (!unknown) return;
  throw corrupt(`${nameOf(session.path)} asks for "${unknown.name}", which Understudy does not know.`, {
    hint: "docs/packs.md lists the exports that work.",
  });
}

/** Whether all values are numbers. */
export function allFinite(values: Float32Array): boolean {
  // A sum would overflow; a difference with itself is 0 but for NaN and infinities.
  for (let i = 0; i < values.length; i++) if (values[i]! - values[i]! !== 0) return false;
  return true;
}

/** The Problem of an output that is not finite. `where` goes on: "at step 3 of 25". */
export function notNumbers(session: Session, where: string): Problem {
  const message = `${nameOf(session.path)} gave values that are no numbers ${where}, on ${session.provider}.`;
  if (session.provider === "cpu") return corrupt(message);
  return new Problem("provider-unavailable", message, "Use --provider cpu, or a pack in float32.", {
    text: { key: "pack-breaks-there" },
  });
}

/** A dimension that the graph has fixed. */
export function fixed(dim: number | string | undefined): number | undefined {
  return typeof dim === "number" && dim > 0 ? dim : undefined;
}

function wrongType(session: Session, info: TensorInfo, known: readonly string[]) {
  return corrupt(
    `${nameOf(session.path)} takes "${info.name}" as ${info.type}; Understudy knows ${known.join(", ")}.`,
  );
}
