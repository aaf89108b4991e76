import { expect, test } from "vitest";
import { createSurface, readPixels, surfaceFromRgba } from "./index.ts";

test("opaque pixels come back as they went in", () => {
  const pixels = Uint8ClampedArray.from({ length: 5 * 3 * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : (i * 37) % 256,
  );
  const surface = surfaceFromRgba(pixels, 5, 3);
  const back = new Uint8Array(new SharedArrayBuffer(60));
  readPixels(surface, back);
  expect([...back]).toEqual([...pixels]);
});

test("what is drawn is there when it is read", () => {
  const surface = createSurface(4, 2);
  surface.context.fillStyle = "rgb(10, 200, 30)";
  surface.context.fillRect(1, 0, 1, 2);
  const back = new Uint8Array(4 * 2 * 4);
  readPixels(surface, back);
  expect([...back.subarray(0, 12)]).toEqual([0, 0, 0, 0, 10, 200, 30, 255, 0, 0, 0, 0]);
});

test("impossible sizes are refused", () => {
  expect(() => createSurface(0, 4)).toThrow(/0x4/);
  expect(() => createSurface(1.5, 4)).toThrow(RangeError);
  expect(() => surfaceFromRgba(new Uint8ClampedArray(8), 2, 2)).toThrow(/16 bytes, not 8/);
});
