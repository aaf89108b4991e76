import { describe, expect, it } from "vitest";
import { childSeed, random } from "./random.ts";

const draw = (seed: number, count: number) => {
  const next = random(seed);
  return Array.from({ length: count }, next);
};

describe("random", () => {
  it("gives the same numbers for the same seed, on every machine", () => {
    expect(draw(7, 100)).toEqual(draw(7, 100));
    expect(draw(7, 3).map((x) => Math.floor(x * 2 ** 32))).toMatchInlineSnapshot(`
      [
        2032828762,
        2391641623,
        3071419330,
      ]
    `);
  });

  it("gives other numbers for another seed, also beyond 32 bits", () => {
    const firsts = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 40].map((seed) => draw(seed, 1)[0]);
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it("is even over [0, 1)", () => {
    const bins = new Array<number>(16).fill(0);
    for (const x of draw(3, 16_000)) bins[Math.floor(x * 16)]! += 1;
    for (const count of bins) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it("has independent first numbers for neighbouring seeds", () => {
    const firsts = Array.from({ length: 4000 }, (_, seed) => draw(seed, 1)[0]!);
    const mean = firsts.reduce((a, b) => a + b, 0) / firsts.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  });

  it("refuses what is not a seed", () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 60]) expect(() => random(seed)).toThrow(RangeError);
  });
});

describe("childSeed", () => {
  it("is a uint32 that depends on the seed and on the label", () => {
    const seeds = [
      childSeed(1, "a"),
      childSeed(1, "b"),
      childSeed(2, "a"),
      childSeed(1, "ab"),
      childSeed(1, ""),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
    for (const seed of seeds) expect(seed).toBe(seed >>> 0);
    expect(childSeed(1, "a")).toBe(childSeed(1, "a"));
  });
});
