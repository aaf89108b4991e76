import { describe, expect, it } from "vitest";
import { cover, toPicture, toPlanes } from "./pixels.ts";

describe("toPicture", () => {
  it("clamps and rounds, and is undone by toPlanes", () => {
    const picture = toPicture(Float32Array.of(-1, 1, 0, -3, 3, 0.5), { width: 2, height: 1 });
    expect([...picture.rgb]).toEqual([0, 128, 255, 255, 0, 191]);
    const planes = toPlanes(picture);
    expect([...planes].map((value) => Math.round(value * 100) / 100)).toEqual([-1, 1, 0, -1, 1, 0.5]);
    expect(toPicture(planes, picture)).toEqual(picture);
  });
});

describe("cover", () => {
  const ramp = (width: number, height: number) => ({
    ...{ width, height },
    rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.floor(i / 3) % width),
  });

  it("leaves a picture of the right size as it is", () => {
    const picture = ramp(8, 4);
    expect(cover(picture, { width: 8, height: 4 })).toBe(picture);
  });

  it("keeps a plain colour plain, larger and smaller", () => {
    const plain = { width: 10, height: 7, rgb: new Uint8Array(210).fill(77) };
    for (const size of [
      { width: 23, height: 40 },
      { width: 3, height: 2 },
    ]) {
      const { rgb } = cover(plain, size);
      expect(rgb).toEqual(new Uint8Array(size.width * size.height * 3).fill(77));
    }
  });

  it("keeps the middle in the shape that is wanted", () => {
    const square = cover(ramp(200, 100), { width: 50, height: 50 });
    const row = Array.from({ length: 50 }, (_, x) => square.rgb[(25 * 50 + x) * 3]!);
    expect(Math.abs(row[0]! - 51)).toBeLessThan(2); // the columns 50 to 150, two a pixel
    expect(Math.abs(row[25]! - 101)).toBeLessThan(2);
    expect(Math.abs(row[49]! - 149)).toBeLessThan(2);
  });
});
