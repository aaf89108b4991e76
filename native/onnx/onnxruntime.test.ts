import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const MODULE = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
const PROBE = JSON.stringify(fileURLToPath(new URL("../../assets/probe/probe.onnx", import.meta.url)));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-private-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a process that opens a model leaves in a fresh home: onnxruntime queues there what it is going to send. */
function leftBy(script: string): string[] {
  const env = { PATH: process.env.PATH, HOME: folder };
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { env });
  return readdirSync(folder, { recursive: true, encoding: "utf8" });
}

it.skipIf(process.platform === "win32")("nothing is gathered to be sent", () => {
  const ours = `
    const { openSession } = await import(${MODULE("./index.ts")});
    const session = await openSession(${PROBE}, { provider: "cpu" });
    await session.release();`;
  expect(leftBy(ours)).toEqual([]);
});

it.skipIf(process.platform === "win32")("onnxruntime by itself would: the test above sees it", () => {
  const theirs = `
    const { InferenceSession } = await import(${JSON.stringify(import.meta.resolve("onnxruntime-node"))});
    const session = await InferenceSession.create(${PROBE});
    await session.release();`;
  expect(leftBy(theirs)).toContainEqual(expect.stringMatching(/deviceid$/));
});
