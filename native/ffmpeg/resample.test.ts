import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodePicture } from "../canvas/index.ts";
import { resampleFrames } from "./index.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-resample-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A picture from a function of its pixels that gives one grey level. */
function grey(width: number, height: number, level: (x: number, y: number) => number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return level(pixel % width, Math.floor(pixel / width));
  });
}

describe("a picture", () => {
  it("keeps its colours, and loses only what is beside its middle", async () => {
    const from = { width: 80, height: 40 };
    const picture = Uint8Array.from({ length: 80 * 40 * 3 }, (_, i) => {
      const x = Math.floor(i / 3) % 80;
      return x < 20 || x >= 60 ? 255 : [200, 30, 90][i % 3]!;
    });
    const file = join(folder, "middle.rgb");
    await resampleFrames([picture], file, { from, to: { width: 120, height: 120 }, frames: 1 });
    const rgb = readFileSync(file);
    expect(rgb.length).toBe(120 * 120 * 3);
    const middle = (60 * 120 + 60) * 3;
    expect([...rgb.subarray(middle, middle + 3)]).toEqual([200, 30, 90]);
    expect([...rgb.subarray(0, 3)]).toEqual([200, 30, 90]);
  });

  it("is enlarged with crisp edges", async () => {
    const from = { width: 32, height: 32 };
    const file = join(folder, "edge.rgb");
    const picture = grey(32, 32, (x) => (x < 16 ? 40 : 200));
    await resampleFrames([picture], file, { from, to: { width: 128, height: 128 }, frames: 1 });
    const row = Array.from(readFileSync(file).subarray(64 * 128 * 3, 65 * 128 * 3)).filter(
      (_, i) => i % 3 === 0,
    );
    // From 10 % to 90 % of the step within one pixel of the source.
    expect(row.filter((value) => value > 56 && value < 184).length).toBeLessThanOrEqual(4);
    expect(row[0]).toBe(40);
    expect(row[127]).toBe(200);
  });

  it("of the wrong length is refused", async () => {
    const options = { from: { width: 8, height: 8 }, to: { width: 16, height: 16 }, frames: 1 };
    await expect(resampleFrames([new Uint8Array(7)], join(folder, "wrong.rgb"), options)).rejects.toThrow(
      /7 bytes/,
    );
  });
});

describe("frames", () => {
  it("are made in between, as many as are asked for, and move on the way", async () => {
    const from = { width: 96, height: 64 };
    const ball = (n: number) =>
      grey(96, 64, (x, y) => (Math.hypot(x - 20 - 6 * n, y - 32) < 9 ? 230 : 30 + (y & 31)));
    const frames = Array.from({ length: 5 }, (_, n) => ball(n));
    const rate = { from: { num: 8, den: 1 }, to: { num: 24, den: 1 } };
    await resampleFrames(frames, join(folder, "b-%05d.jpg"), {
      from,
      to: { width: 192, height: 128 },
      rate,
      frames: 13,
    });
    const files = readdirSync(folder)
      .filter((name) => name.startsWith("b-"))
      .sort();
    expect(files).toHaveLength(13);
    const centres: number[] = [];
    for (const file of files) {
      const { canvas, width } = await decodePicture(readFileSync(join(folder, file)));
      centres.push(brightCentre(width, canvas.data()));
    }
    expect(centres[0]!).toBeCloseTo(41, -1);
    // About a third of the way further in each frame: nothing goes back, and nothing jumps from one to the next.
    for (let i = 1; i < 12; i++) expect(Math.abs(centres[i]! - centres[i - 1]! - 4)).toBeLessThan(4);
  });
});

function brightCentre(width: number, rgba: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < rgba.length; i += 4) {
    if (rgba[i]! < 150) continue;
    sum += (i / 4) % width;
    count += 1;
  }
  return sum / count;
}
