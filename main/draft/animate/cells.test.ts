import { expect, test } from "vitest";
import { createSurface } from "#native/canvas/index.ts";
import { type Cell, coverPatches, splitColumns, splitPatches } from "./cells.ts";
import type { LoadedLayer } from "./plate.ts";

function layer(width: number, height: number, alpha: (x: number, y: number) => number): LoadedLayer {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    pixels.set([200, 120, 40, alpha(i % width, Math.floor(i / width))], i * 4);
  }
  const box = { x: 5, y: 9, width, height };
  return {
    name: "a",
    role: "land",
    blend: "normal",
    depth: 0.5,
    box,
    file: "",
    pixels,
    cut: { x: true, y: true },
  };
}

function compose(cells: Cell[], mode: "lighter" | "source-over") {
  const { context } = createSurface(80, 60);
  context.globalCompositeOperation = mode;
  for (const cell of cells) context.drawImage(cell.image.canvas, cell.x - 5, cell.y - 9);
  return context.getImageData(0, 0, 80, 60).data;
}

test("the sum of the cells is the layer, to the last level", () => {
  const whole = layer(80, 60, (x, y) => (x * 7 + y * 13) % 256);
  for (const cells of [splitColumns(whole, 20, 3), splitPatches(whole, 4, 12, 9, 3)]) {
    expect(cells.length).toBe(4);
    const sum = compose(cells, "lighter");
    for (let i = 3; i < sum.length; i += 4) expect(sum[i]).toBe(whole.pixels[i]);
  }
});

test("patches over the whole leave no hole, wherever they are moved", () => {
  const cells = coverPatches(
    layer(80, 60, () => 255),
    3,
    20,
    12,
    4,
  );
  const moved = cells.map((cell, i) => (i === 0 ? cell : { ...cell, x: cell.x + 6 * i, y: cell.y - 4 }));
  const picture = compose(moved, "source-over");
  for (let i = 0; i < picture.length; i += 4) {
    expect(picture[i + 3]).toBe(255);
    expect(Math.abs(picture[i]! - 200)).toBeLessThanOrEqual(3);
  }
});
