import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readPixels } from "#native/canvas/index.ts";
import { flattenPlate } from "./flatten.ts";
import { writePlate } from "./tests/fixtures/plates.ts";

const folder = mkdtempSync(join(tmpdir(), "understudy-flat-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a plate at rest is its frame, with the layers over each other as they blend", async () => {
  const isLeft = (x: number) => x < 0;
  const plate = await writePlate(folder, {
    ...{ width: 80, height: 60, overscan: 1.2 },
    layers: [
      { name: "sky", role: "sky", depth: 0, paint: (_x, _y, out) => out.splice(0, 4, 0.2, 0.2, 0.2, 1) },
      {
        ...{ name: "glow", role: "sun", depth: 0, blend: "add" },
        paint: (x, _y, out) => isLeft(x) && out.splice(0, 4, 0.4, 0, 0, 1),
      },
    ],
  });
  const still = await flattenPlate(folder);
  expect([still.width, still.height]).toEqual([80, 60]);
  const pixels = new Uint8Array(80 * 60 * 4);
  readPixels(still, pixels);
  const at = (x: number) => [...pixels.subarray((30 * 80 + x) * 4, (30 * 80 + x) * 4 + 3)];
  const near = (level: number) => expect.closeTo(level, -0.5);
  expect(at(20)).toEqual([near(153), near(51), near(51)]);
  expect(at(60)).toEqual([near(51), near(51), near(51)]);
  writeFileSync(join(folder, plate.layers[0]!.file), "broken");
  await expect(flattenPlate(folder)).rejects.toMatchObject({ code: "corrupt-media" });
});
