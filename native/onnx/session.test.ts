import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { supportedProviders } from "./runtime.ts";
import { openSession } from "./session.ts";
import { floats, floatTensor, Tensor, tensor } from "./tensor.ts";

const PROBE = fileURLToPath(new URL("../../assets/probe/probe.onnx", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "understudy-onnx-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function waves(side: number) {
  const values = Float32Array.from({ length: 16 * side * side }, (_, i) => Math.sin(i * 0.37));
  return tensor("float32", values, [1, 16, side, side]);
}

describe("openSession", () => {
  it("tells what goes in and out, runs, and adds up the time", async () => {
    const session = await openSession(PROBE, { provider: "cpu" });
    expect(session.inputs).toEqual([{ name: "x", type: "float32", dims: [1, 16, "height", "width"] }]);
    expect(session.outputs.map(({ name }) => name)).toEqual(["mean", "y"]);
    const both = await session.run({ x: waves(8) });
    expect(both.y!.dims).toEqual([1, 16, 8, 8]);
    const values = floats(both.y!).slice(0, 64);
    const mean = values.reduce((sum, value) => sum + value, 0) / 64;
    expect(floats(both.mean!)[0]).toBeCloseTo(mean, 5);
    expect(Object.keys(await session.run({ x: waves(8) }, ["mean"]))).toEqual(["mean"]);
    expect(session.inferenceMs).toBeGreaterThan(0);
    await session.release();
    await session.release();
    await expect(session.run({ x: waves(8) })).rejects.toThrow("was released");
  });

  it("gives the same bits with any number of threads on this graph", async () => {
    const results = [];
    for (const threads of [1, 2, 3]) {
      const session = await openSession(PROBE, { provider: "cpu", threads });
      const { y } = await session.run({ x: waves(32) });
      results.push(Buffer.from(floats(y!).buffer).toString("base64"));
      await session.release();
    }
    expect(new Set(results).size).toBe(1);
  });

  it("names the model when a run fails", async () => {
    const session = await openSession(PROBE, { provider: "cpu" });
    await expect(session.run({})).rejects.toThrow(/^probe\/probe.onnx on cpu: .*'x'/);
    await session.release();
  });

  it("tells a file that is missing, damaged, cut short or no model", async () => {
    const whole = await readFile(PROBE);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 40, 400);
    await writeFile(join(folder, "damaged.onnx"), damaged);
    await writeFile(join(folder, "cut.onnx"), whole.subarray(0, whole.length >> 1));
    await writeFile(join(folder, "text.onnx"), "a model, honestly");
    await writeFile(join(folder, "empty.onnx"), "");
    for (const name of ["missing", "damaged", "cut", "text", "empty"]) {
      await expect(openSession(join(folder, `${name}.onnx`), { provider: "cpu" })).rejects.toMatchObject({
        name: "Problem",
        code: "corrupt-pack",
        message: expect.stringContaining(`${name}.onnx`),
      });
    }
  });

  it("never falls to another provider", async () => {
    const foreign = process.platform === "darwin" ? "dml" : "coreml";
    await expect(openSession(PROBE, { provider: foreign })).rejects.toMatchObject({
      code: "provider-unavailable",
      message: expect.stringContaining(foreign),
      hint: expect.stringContaining("cpu"),
    });
  });
});

describe("the runtime", () => {
  it("tells its providers", () => {
    expect(supportedProviders()).toContain("cpu");
  });
});

describe("floats", () => {
  it("reads half precision", () => {
    const bits = Uint16Array.of(0x3c00, 0xc000, 0x3555, 0x0001, 0x7c00, 0x8000);
    const half = new Tensor("float16", bits, [6]);
    expect([...floats(half)]).toEqual([1, -2, 0.333251953125, 2 ** -24, Number.POSITIVE_INFINITY, -0]);
  });

  it("reads what was written in any width", () => {
    const values = Float32Array.of(1, -2.5, 65504, 2 ** -24, 0);
    for (const type of ["float16", "float32", "float64"] as const) {
      expect(floats(floatTensor(type, values, [5]))).toEqual(values);
    }
    const rounded = Float32Array.of(0.333251953125, Number.POSITIVE_INFINITY);
    expect(floats(floatTensor("float16", Float32Array.of(1 / 3, 70000), [2]))).toEqual(rounded);
  });

  it("refuses whole numbers", () => {
    expect(() => floats(tensor("int32", Int32Array.of(1), [1]))).toThrow(TypeError);
  });
});
