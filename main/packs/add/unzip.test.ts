import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Problem } from "#contract/problem.ts";
import { unzip } from "./unzip.ts";
import { type ZipEntry, zipFile } from "./zip.fixture.ts";

const ROOM = 100e6;

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "understudy-zip-"));
  dir = join(root, "out", "pack");
  mkdirSync(dir, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function unpack(content: Buffer, room = ROOM): Promise<void> {
  const zip = join(root, "pack.zip");
  writeFileSync(zip, content);
  return unzip(zip, dir, { room });
}

describe("unzip", () => {
  it("unpacks files and folders", async () => {
    const noise = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * i * 31) % 251));
    await unpack(
      zipFile([
        { name: "unet/", mode: 0o040755 },
        { name: "unet/model.onnx", content: noise },
        { name: "model_index.json", content: "{}", stored: true },
        { name: "empty.txt" },
      ]),
    );
    expect(readFileSync(join(dir, "unet", "model.onnx")).equals(noise)).toBe(true);
    expect(readFileSync(join(dir, "model_index.json"), "utf8")).toBe("{}");
    expect(readFileSync(join(dir, "empty.txt"), "utf8")).toBe("");
  });

  const zeros = Buffer.alloc(20 * 2 ** 20);
  it.each<[string, ZipEntry[], RegExp]>([
    ["a name that leads out", [{ name: "../evil.txt", content: "x" }], /leads (out|elsewhere)/],
    ["a name that leads out further in", [{ name: "unet/../../evil.txt" }], /leads (out|elsewhere)/],
    ["an absolute name", [{ name: "/etc/evil.txt" }], /absolute|leads elsewhere/],
    ["a name with a drive", [{ name: "C:/evil.txt" }], /absolute|leads elsewhere/],
    ["a name with backslashes", [{ name: "..\\evil.txt" }], /backslash|leads elsewhere/],
    ["a name with a colon", [{ name: "model.onnx:stream" }], /characters/],
    ["a name that Windows gives to a device", [{ name: "unet/nul" }], /Windows/],
    ["a link", [{ name: "unet", content: "/etc", mode: 0o120777 }], /which is a link/],
    ["a device", [{ name: "null", mode: 0o020666 }], /which is a device/],
    ["an encrypted entry", [{ name: "a", content: "secret", encrypted: true }], /encrypted/],
    ["a name twice", [{ name: "a.json" }, { name: "a.json" }], /two entries/],
    ["a name twice but for its case", [{ name: "unet/a.json" }, { name: "UNet/A.json" }], /two entries/],
    ["a file where a folder is", [{ name: "unet" }, { name: "unet/model.onnx" }], /two entries/],
    ["a pickle", [{ name: "unet/model.ckpt", content: "x" }], /pickle/],
    ["a bomb that says so", [{ name: "a.onnx", content: zeros }], /zip bomb.*100 times/],
    [
      "many small bombs",
      Array.from({ length: 30 }, (_, i) => ({ name: `${i}`, content: zeros.subarray(0, 4e6) })),
      /zip bomb/,
    ],
    [
      "entries that share their bytes",
      [
        { name: "a", content: "abc" },
        ...Array.from({ length: 200 }, (_, i) => ({ name: `b${i}`, content: "abc", sharesWith: 0 })),
      ],
      /overlap/,
    ],
    ["a bomb that lies about its size", [{ name: "a.onnx", content: zeros, claims: 1000 }], /more comes out/],
  ])("refuses %s, and writes nothing outside", async (_, entries, message) => {
    await expect(unpack(zipFile(entries))).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(message),
    });
    expect(existsSync(join(root, "out", "evil.txt"))).toBe(false);
    expect(existsSync(join(root, "evil.txt"))).toBe(false);
  });

  it("refuses what does not fit on the disk before it writes any of it", async () => {
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31) % 251));
    await expect(unpack(zipFile([{ name: "a", content: noise, stored: true }]), 4000)).rejects.toMatchObject({
      code: "no-space",
    });
    expect(existsSync(join(dir, "a"))).toBe(false);
  });

  it("says of any damaged file that it is damaged, or dangerous", async () => {
    const whole = zipFile([
      { name: "unet/model.onnx", content: "weights ".repeat(50) },
      { name: "model_index.json", content: "{}", stored: true },
    ]);
    await expect(unpack(whole.subarray(0, 60))).rejects.toMatchObject({
      code: "corrupt-media",
      message: expect.stringMatching(/[^.]\.$/),
    });
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const content = Buffer.from(whole);
        for (const [at, byte] of changed) content[at] = byte;
        rmSync(dir, { recursive: true });
        mkdirSync(dir);
        await unpack(content).catch((error: unknown) => expect(error).toBeInstanceOf(Problem));
      }),
      { numRuns: 150 },
    );
  });
});
