import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missingOperators, openSession } from "./index.ts";
import { NOT_ON_CPU } from "./kernels.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-kernels-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** How many inputs each operator must have for onnxruntime to ask for its kernel. */
const INPUTS: Record<string, number> = {
  BiasAdd: 3,
  BiasSplitGelu: 2,
  GroupNorm: 3,
  NhwcConv: 2,
  PackedAttention: 5,
  PackedMultiHeadAttention: 6,
  SkipGroupNorm: 4,
};
const ATTRIBUTES: Record<string, Record<string, number>> = {
  GroupNorm: { groups: 2, activation: 0 },
  SkipGroupNorm: { groups: 2, activation: 0 },
  PackedAttention: { num_heads: 1 },
  PackedMultiHeadAttention: { num_heads: 1 },
};
/** PackedAttention's token offsets are int32; the rest are floats. */
const INT32 = 6;
const FLOAT = 1;

const field = (number: number, ...parts: (Uint8Array | string)[]) => {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part)));
  if (value.length > 127)
    return Buffer.concat([
      Uint8Array.of(number * 8 + 2, (value.length % 128) | 128, value.length >> 7),
      value,
    ]);
  return Buffer.concat([Uint8Array.of(number * 8 + 2, value.length), value]);
};
const number = (at: number, value: number) =>
  Uint8Array.of(...(at > 15 ? [((at * 8) % 128) | 128, (at * 8) >> 7] : [at * 8]), value);

/** A model of one node of the domain com.microsoft. */
function model(operator: string): Buffer {
  const names = Array.from({ length: INPUTS[operator]! }, (_, i) => `i${i}`);
  const attributes = Object.entries(ATTRIBUTES[operator] ?? {}).map(([name, value]) =>
    field(5, field(1, name), number(3, value), number(20, 2)),
  );
  const isInteger = (i: number) =>
    operator.startsWith("Packed") && i >= (operator === "PackedAttention" ? 3 : 4);
  const inputs = names.map((name, i) =>
    field(11, field(1, name), field(2, field(1, number(1, isInteger(i) ? INT32 : FLOAT)))),
  );
  const node = [...names.map((name) => field(1, name)), field(2, "y"), field(4, operator), ...attributes];
  const output = field(12, field(1, "y"), field(2, field(1, number(1, FLOAT))));
  return Buffer.concat([
    number(1, 8),
    field(7, field(1, ...node, field(7, "com.microsoft")), field(2, "g"), ...inputs, output),
    field(8, field(1, ""), number(2, 17)),
    field(8, field(1, "com.microsoft"), number(2, 1)),
  ]);
}

describe("operators that the CPU lacks", () => {
  it.each(Object.keys(NOT_ON_CPU))("%s cannot be opened there, as the list says", async (operator) => {
    const path = join(root, `${operator}.onnx`);
    writeFileSync(path, model(operator));
    await expect(openSession(path, { provider: "cpu" })).rejects.toMatchObject({
      code: "provider-unavailable",
      message: expect.stringContaining(operator),
    });
  });

  it("are told by provider", () => {
    const operators = [
      { domain: "com.microsoft", name: "NhwcConv" },
      { domain: "com.microsoft", name: "BiasAdd" },
      { domain: "com.microsoft", name: "Attention" },
      { domain: "", name: "GroupNorm" },
    ];
    expect(missingOperators({ operators }, "cpu")).toEqual(["BiasAdd", "NhwcConv"]);
    expect(missingOperators({ operators }, "webgpu")).toEqual(["NhwcConv"]);
    expect(missingOperators({ operators }, "cuda")).toEqual([]);
  });
});
