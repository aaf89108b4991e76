import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSurface } from "#native/canvas/index.ts";
import { encodeFrames } from "#native/ffmpeg/index.ts";
import { fitPicture, openPicture } from "./picture.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-picture-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** 40 x 20: red on the left, blue on the right. */
function twoColours(format: "image/png" | "image/jpeg"): Buffer {
  const { canvas, context } = createSurface(40, 20);
  context.fillStyle = "red";
  context.fillRect(0, 0, 20, 20);
  context.fillStyle = "blue";
  context.fillRect(20, 0, 20, 20);
  return format === "image/png" ? canvas.toBuffer("image/png") : canvas.toBuffer("image/jpeg", 95);
}

/** A JPEG with EXIF that says: turn it a quarter to the right. */
function turned(jpeg: Buffer): Buffer {
  const exif = Buffer.from(
    "457869660000" + "4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000",
    "hex",
  );
  const length = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), length, exif, jpeg.subarray(2)]);
}

/** A black PNG. */
function blackPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    ...[
      signature,
      chunk("IHDR", header),
      chunk("IDAT", deflateSync(Buffer.alloc((width + 1) * height))),
      chunk("IEND", Buffer.alloc(0)),
    ],
  ]);
}

const pixel = ({ width, rgb }: { width: number; rgb: Uint8Array }, x: number, y: number) => [
  ...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

describe("a picture", () => {
  it("is read as it is", async () => {
    const picture = await openPicture(save("two.png", twoColours("image/png")));
    expect([picture.width, picture.height]).toEqual([40, 20]);
    expect([pixel(picture, 5, 5), pixel(picture, 35, 5)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ]);
  });

  it("stands upright when its EXIF says how", async () => {
    const picture = await openPicture(save("turned.jpg", turned(twoColours("image/jpeg"))));
    expect([picture.width, picture.height]).toEqual([20, 40]);
    expect(pixel(picture, 10, 5)[0]).toBeGreaterThan(240);
    expect(pixel(picture, 10, 35)[2]).toBeGreaterThan(240);
  });

  it("is white where it is transparent", async () => {
    const { canvas } = createSurface(30, 30);
    const picture = await openPicture(save("clear.png", canvas.toBuffer("image/png")));
    expect(pixel(picture, 3, 3)).toEqual([255, 255, 255]);
  });

  it("can be any frame of a clip", async () => {
    const file = join(folder, "clip.mp4");
    const frames = Array.from({ length: 12 }, (_, n) => new Uint8Array(64 * 48 * 4).fill(20 * n));
    await encodeFrames(frames, file, { width: 64, height: 48, fps: { num: 24, den: 1 }, crf: 0 });
    for (const frame of [0, 1, 7, 11]) {
      expect(Math.abs(pixel(await openPicture(file, frame), 30, 20)[0]! - 20 * frame)).toBeLessThan(3);
    }
    await expect(openPicture(file, 12)).rejects.toMatchObject({ code: "corrupt-media" });
  });

  it.each([
    ["missing.png", undefined, "not-found", /no file/],
    ["words.png", Buffer.from("no picture at all"), "corrupt-media", /damaged, no picture/],
    ["empty.png", Buffer.alloc(0), "corrupt-media", /damaged, no picture/],
    ["huge.png", blackPng(12_000, 9_000), "bad-input", /too large: 12000x9000/],
    ["tiny.png", blackPng(8, 300), "bad-input", /too small: 8x300/],
    ["cut.png", twoColours("image/png").subarray(0, 60), "corrupt-media", /damaged/],
  ])("that is %s is refused with a sentence", async (name, bytes, code, message) => {
    const path = bytes === undefined ? join(folder, name) : save(name, bytes);
    await expect(openPicture(path)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("is fitted without leaving anything behind", async () => {
    const dir = mkdtempSync(join(folder, "fit-"));
    const picture = await openPicture(save("two.png", twoColours("image/png")));
    const fitted = await fitPicture(picture, { width: 100, height: 90 }, dir);
    expect([fitted.width, fitted.height, fitted.rgb.length]).toEqual([100, 90, 27_000]);
    expect(pixel(fitted, 10, 45)).toEqual([255, 0, 0]);
    expect(readdirSync(dir)).toEqual([]);
    expect(existsSync(join(folder, "fitted.rgb"))).toBe(false);
  });
});
