import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSource } from "./source.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-source-"));
  mkdirSync(join(root, "owner", "name"), { recursive: true });
  for (const file of ["voice.onnx", "pack.ZIP", "notes.txt"]) writeFileSync(join(root, file), "");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a source", () => {
  it("is what is on the disk, first of all", () => {
    expect(parseSource(join(root, "owner", "name"))).toMatchObject({ type: "folder", name: "name" });
    expect(parseSource(join(root, "voice.onnx"))).toEqual({
      type: "folder",
      dir: root,
      graph: "voice.onnx",
      name: "voice",
    });
    expect(parseSource(join(root, "pack.ZIP"))).toMatchObject({ type: "zip", name: "pack" });
  });

  it.each([
    ["owner/name", "name"],
    ["owner/voices/en/amy/medium", "amy-medium"],
    ["owner/name/onnx/model.onnx", "name"],
    ["owner/name/onnx/model_fp16.onnx", "name-model_fp16"],
  ])("may be %s of the hub, called %s", (text, name) => {
    expect(parseSource(text)).toMatchObject({ type: "hub", name });
  });

  it.each([
    ["", "not-found"],
    ["/no/such/place", "not-found"],
    ["./owner/name", "not-found"],
  ])("is not %j", (text, code) => {
    expect(() => parseSource(text)).toThrow(expect.objectContaining({ code }));
  });

  it("is no other file", () => {
    expect(() => parseSource(join(root, "notes.txt"))).toThrow(/is no pack/);
  });
});
