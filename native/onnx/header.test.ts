import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Problem } from "#contract/problem.ts";
import { openSession, readOnnxHeader } from "./index.ts";

const PROBE = fileURLToPath(new URL("../../assets/probe/probe.onnx", import.meta.url));

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-header-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
function read(content: Uint8Array) {
  count += 1;
  const path = join(root, `${count}.onnx`);
  writeFileSync(path, content);
  return readOnnxHeader(path).finally(() => rmSync(path));
}

/** Protobuf's wire format, as little of it as models need. */
const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))];
const number = (field: number, value: number) => Uint8Array.from([...varint(field * 8), ...varint(value)]);
const bytes = (field: number, ...parts: (Uint8Array | string)[]) => {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Uint8Array.from([...varint(field * 8 + 2), ...varint(value.length)]), value]);
};
const node = (name: string, domain: string, ...attributes: Uint8Array[]) =>
  bytes(1, nodeOf(name, domain, ...attributes));
const nodeOf = (name: string, domain: string, ...attributes: Uint8Array[]) =>
  Buffer.concat([bytes(4, name), bytes(7, domain), ...attributes.map((attribute) => bytes(5, attribute))]);
const value = (field: number, name: string, ...dims: Uint8Array[]) =>
  bytes(
    field,
    bytes(1, name),
    bytes(2, bytes(1, number(1, 10), bytes(2, ...dims.map((dim) => bytes(1, dim))))),
  );
const FLOAT16 = number(2, 10);

describe("the header of a model", () => {
  it("is what a session says of it", async () => {
    const { inputs, outputs, ...header } = await readOnnxHeader(PROBE);
    const session = await openSession(PROBE, { provider: "cpu" });
    expect(inputs).toEqual(session.inputs);
    expect(outputs).toEqual(session.outputs);
    await session.release();
    expect(header).toMatchObject({ opsets: { "": 17 }, externalData: [] });
    expect(header.operators.map(({ name }) => name)).toContain("Conv");
    expect(header.weightBytes).toBeGreaterThan(9000);
    expect(header.weightBytes).toBeLessThan(readFileSync(PROBE).length);
  });

  it("tells dimensions, operators of subgraphs and functions, and weights wherever they are", async () => {
    const raw = bytes(9, new Uint8Array(12));
    const inside = bytes(5, bytes(1, Uint8Array.from([2, 3])), FLOAT16, bytes(8, "w"), raw);
    const entry = (key: string, text: string) => bytes(13, bytes(1, key), bytes(2, text));
    const location = [entry("location", "model.onnx_data"), entry("offset", "4096"), entry("length", "2000")];
    const outside = bytes(5, number(1, 1000), FLOAT16, bytes(8, "v"), ...location, number(14, 1));
    const constant = bytes(5, number(1, 4), number(2, 1), bytes(9, new Uint8Array(16)));
    const branch = bytes(6, node("BiasAdd", "com.microsoft"), node("Constant", "", constant));
    const graph = bytes(
      7,
      node("If", "ai.onnx", branch),
      node("If", "", branch),
      node("Mine", "own"),
      inside,
      outside,
      value(11, "x", number(1, 1), bytes(2, "height"), Uint8Array.of()),
      value(11, "w", number(1, 2)),
      value(12, "y"),
    );
    const own = bytes(25, bytes(1, "Mine"), bytes(7, nodeOf("Relu", "")), bytes(10, "own"));
    const header = await read(
      Buffer.concat([bytes(2, "maker"), bytes(3, "1.2"), graph, own, bytes(8, bytes(1, ""), number(2, 17))]),
    );
    expect(header).toEqual({
      producer: "maker 1.2",
      opsets: { "": 17 },
      inputs: [{ name: "x", type: "float16", dims: [1, "height", ""] }],
      outputs: [{ name: "y", type: "float16", dims: [] }],
      operators: [
        { domain: "com.microsoft", name: "BiasAdd" },
        { domain: "", name: "Constant" },
        { domain: "", name: "If" },
        { domain: "", name: "Relu" },
      ],
      externalData: [{ file: "model.onnx_data", offset: 4096, length: 2000 }],
      weightBytes: 12 + 2000 + 2 * 16,
      weightBytesByType: { float16: 2012, float32: 32 },
    });
  });

  it("is not read beyond what a message announces", async () => {
    await expect(read(Uint8Array.from([0x3a, 0xff, 0xff, 0xff, 0xff, 0x7f, 0]))).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringMatching(/\d+ bytes are announced at byte 6, where 1 are left/),
    });
    const huge = bytes(
      7,
      bytes(5, bytes(1, Uint8Array.from([...varint(2 ** 40), ...varint(2 ** 40)])), FLOAT16),
    );
    await expect(read(huge)).rejects.toThrow(/would have/);
    const nested = Array.from({ length: 150 }).reduce<Buffer>(
      (inner) => bytes(6, node("If", "", inner)),
      Buffer.of(),
    );
    await expect(read(bytes(7, node("If", "", nested)))).rejects.toThrow(/nested/);
  });

  it.each([
    ["an empty file", Buffer.of(), /has no graph/],
    [
      "a text file",
      Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:00\n"),
      /not a whole ONNX model/,
    ],
    [
      "an external weight without a place",
      bytes(7, bytes(5, bytes(13, bytes(1, "offset"), bytes(2, "0")))),
      /not named/,
    ],
    [
      "an input that is a sequence",
      bytes(7, bytes(11, bytes(1, "s"), bytes(2, bytes(4)))),
      /"s".*not a tensor/,
    ],
  ])("is refused for %s", async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
    await expect(read(content)).rejects.toBeInstanceOf(Problem);
  });

  it("is refused for a file that is missing, and for a folder", async () => {
    await expect(readOnnxHeader(join(root, "no.onnx"))).rejects.toThrow(/no\.onnx is missing/);
    await expect(readOnnxHeader(root)).rejects.toThrow(/it is no file/);
  });

  it("is a Problem, and nothing worse, for any damage", async () => {
    const whole = readFileSync(PROBE);
    const damage = fc.record({
      length: fc.integer({ min: 0, max: whole.length }),
      changes: fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), {
        maxLength: 8,
      }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ length, changes }) => {
        const content = Buffer.from(whole);
        for (const [at, byte] of changes) content[at] = byte;
        await read(content.subarray(0, length)).catch((error: unknown) => {
          expect(error).toBeInstanceOf(Problem);
        });
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (content) => {
        await read(content).catch((error: unknown) => expect(error).toBeInstanceOf(Problem));
      }),
      { numRuns: 300 },
    );
  });
});
