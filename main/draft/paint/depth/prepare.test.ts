import { describe, expect, it } from "vitest";
import { sizeToGive, toInput, toNearness } from "./prepare.ts";

const PLATE = { width: 1025, height: 576 };
const OWN = { width: 518, height: 518, multiple: 14 };

describe("the size that a depth network is shown", () => {
  it("has the picture's shape with one side its own, in multiples", () => {
    const keeps = { size: {}, keep_aspect_ratio: true };
    expect(sizeToGive(PLATE, OWN, {}, keeps)).toEqual({ width: 924, height: 518 });
    const tall = { width: PLATE.height, height: PLATE.width };
    expect(sizeToGive(tall, OWN, {}, keeps)).toEqual({ width: 518, height: 924 });
    expect(sizeToGive({ width: 400, height: 400 }, OWN, {}, keeps)).toEqual({ width: 518, height: 518 });
  });

  it("is exactly its own where its preprocessing does not keep shapes", () => {
    const own = { width: 384, height: 256, multiple: 1 };
    expect(sizeToGive(PLATE, own, {}, { size: {}, keep_aspect_ratio: false })).toEqual({
      width: 384,
      height: 256,
    });
  });

  it.each([
    [{ size: 384 }, 384],
    [{ size: { shortest_edge: 384 } }, 683],
    [{}, 683],
  ])("of %j is %i wide", (how, width) => {
    expect(sizeToGive(PLATE, { width: 384, height: 384, multiple: 1 }, {}, how).width).toBe(width);
  });

  it("is what the graph fixes, and never nothing", () => {
    expect(sizeToGive(PLATE, OWN, { width: 256, height: 320 }, undefined)).toEqual({
      width: 256,
      height: 320,
    });
    expect(sizeToGive(PLATE, OWN, { height: 448 }, undefined)).toEqual({ width: 924, height: 448 });
    const wide = { width: 3000, height: 20 };
    expect(sizeToGive(wide, { width: 448, height: 448, multiple: 224 }, {}, undefined)).toEqual({
      width: 448,
      height: 224,
    });
  });
});

describe("what a depth network is shown", () => {
  const grey = { width: 4, height: 2, rgb: new Uint8Array(24).fill(102) };

  it("is normalised as its preprocessing says, else by ImageNet's means", () => {
    const size = { width: 2, height: 1 };
    const means = { image_mean: [0.5, 0.4, 0.1], image_std: [0.5, 0.2, 0.1] };
    const told = toInput(grey, size, { size: {}, ...means } as never);
    expect([...told].map((v) => Math.round(v * 1e4) / 1e4)).toEqual([-0.2, -0.2, 0, 0, 3, 3]);
    const usual = toInput(grey, size, undefined);
    expect(usual[0]).toBeCloseTo((0.4 - 0.485) / 0.229, 5);
    expect(usual[4]).toBeCloseTo((0.4 - 0.406) / 0.225, 5);
    expect(toInput(grey, size, { size: {} })[0]).toBeCloseTo(0.4, 6);
    expect(toInput(grey, size, { size: {}, do_rescale: false })[0]).toBeCloseTo(102, 4);
  });

  it("is averaged where it shrinks", () => {
    const rgb = Uint8Array.from({ length: 60 * 3 }, (_, i) => (Math.floor(i / 3) % 2 ? 255 : 0));
    const [middle] = toInput({ width: 60, height: 1, rgb }, { width: 1, height: 1 }, { size: {} });
    expect(middle).toBeCloseTo(0.5, 1);
  });
});

describe("nearness", () => {
  it("of disparity is the share of the span, without outliers", () => {
    const map = Float32Array.from({ length: 1001 }, (_, i) => (i === 1000 ? 1e6 : 5 + i));
    const near = toNearness(map, "large");
    expect(near[0]).toBe(0);
    expect(near[500]).toBeCloseTo(0.5, 1);
    expect(near[1000]).toBe(1);
  });

  it("of distance is linear in 1 / distance, and none is nearer than the nearest", () => {
    const near = toNearness(Float32Array.of(1, 2, 4, 1e9, 0, -3), "small");
    expect([...near].map((v) => Math.round(v * 1e3) / 1e3)).toEqual([1, 0.5, 0.25, 0, 1, 1]);
  });

  it("of a map without differences is the same everywhere", () => {
    expect([...toNearness(Float32Array.of(7, 7, 7), "large")]).toEqual([0.5, 0.5, 0.5]);
    expect([...toNearness(Float32Array.of(0, 0), "small")]).toEqual([0.5, 0.5]);
  });
});
