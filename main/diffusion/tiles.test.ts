import fc from "fast-check";
import { expect, it } from "vitest";
import { largestDifference } from "./tests/expectation.ts";
import { decodeByTiles } from "./tiles.ts";

/** A decoder that sees one element at a time: every pixel of it has its value, its double and its half. */
function decodeEach(latent: Float32Array, height: number, width: number, scale: number): Float32Array {
  const planes = new Float32Array(3 * height * width * scale * scale);
  for (let i = 0; i < planes.length; i++) {
    const [channel, pixel] = [
      Math.floor(i / (height * width * scale * scale)),
      i % (height * width * scale * scale),
    ];
    const [y, x] = [Math.floor(pixel / (width * scale)), pixel % (width * scale)];
    planes[i] = latent[Math.floor(y / scale) * width + Math.floor(x / scale)]! * [1, 2, 0.5][channel]!;
  }
  return planes;
}

it("tiles give the same as the whole where a pixel depends on nothing else", async () => {
  const sizes = { height: fc.integer({ min: 1, max: 60 }), width: fc.integer({ min: 1, max: 60 }) };
  await fc.assert(
    fc.asyncProperty(
      fc.record({ ...sizes, side: fc.constantFrom(16, 32) }),
      async ({ height, width, side }) => {
        const scale = 2;
        const latent = Float32Array.from({ length: 2 * height * width }, (_, i) => Math.sin(i));
        const tiles: number[] = [];
        const tiled = await decodeByTiles(latent, {
          ...{ shape: [2, height, width], side, scale },
          decode: async (tile, rows, columns) => {
            tiles.push(tile.length);
            return decodeEach(tile, rows, columns, scale);
          },
        });
        expect(largestDifference(tiled, decodeEach(latent, height, width, scale))).toBeLessThan(1e-5);
        expect(Math.max(...tiles)).toBeLessThanOrEqual(2 * side * side);
      },
    ),
    { numRuns: 30 },
  );
});
