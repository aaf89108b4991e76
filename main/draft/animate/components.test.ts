import { expect, test } from "vitest";
import { labelComponents } from "./components.ts";

test("touching pixels share a label, diagonal neighbours do not", () => {
  const rows = ["##..#", "#...#", ".#...", "..###"];
  const mask = Uint8Array.from(rows.join(""), (c) => (c === "#" ? 1 : 0));
  const labels = labelComponents(mask, 5, 4);
  expect([...labels]).toEqual([1, 1, 0, 0, 2, 1, 0, 0, 0, 2, 0, 3, 0, 0, 0, 0, 0, 4, 4, 4]);
});
