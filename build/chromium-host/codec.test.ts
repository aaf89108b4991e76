import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, encode, type PageMessage } from "./codec.ts";

const message = (value: unknown): PageMessage => ({
  type: "invoke",
  id: 1,
  channel: "call:x",
  args: [value],
});
const through = (value: unknown) => (decode(encode(message(value))) as { args: unknown[] }).args[0];

test.each([
  undefined,
  null,
  Number.NaN,
  -0,
  12n,
  new Date(0),
  new Map([["a", new Set([1])]]),
  new Uint8Array([0, 255, 7]),
  new Float32Array([0.5, Number.POSITIVE_INFINITY]),
  new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3),
  new Uint8Array([9, 8]).buffer,
  "</script>\u2028 视频 😀",
])("%o arrives as it was sent", (value) => {
  expect(through(value)).toEqual(value);
});

test("a large picture arrives whole", () => {
  const picture = Uint8Array.from({ length: 300_000 }, (_, i) => i % 256);
  expect(through({ picture })).toEqual({ picture });
});

test("any structured data arrives as it was sent", () => {
  const data = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(data, (value) => {
      expect(through(value)).toEqual(value);
    }),
  );
});
