import { expect, test } from "vitest";
import { isNodeUsable } from "./runtime.mjs";

test.each(["22.18.0", "22.21.1", "24.0.0", "24.21.0", "26.0.0"])("Node %s runs Understudy", (version) => {
  expect(isNodeUsable(version)).toBe(true);
});

test.each(["18.20.0", "20.20.2", "22.17.1", "23.11.0", "25.1.0"])("Node %s does not", (version) => {
  expect(isNodeUsable(version)).toBe(false);
});
