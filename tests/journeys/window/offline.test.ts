/** Drafting with the network off: in a network namespace that has nothing but its own loopback. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { DRAFT_LIMIT_MS } from "./studio.ts";

test("a clip is drafted where there is no network at all", { timeout: DRAFT_LIMIT_MS * 2 }, () => {
  const script = fileURLToPath(new URL("offline.fixture.ts", import.meta.url));
  const output = execFileSync("unshare", ["--net", "--map-root-user", process.execPath, script], {
    encoding: "utf8",
  });
  const told = JSON.parse(output.trim().split("\n").at(-1)!);
  expect(told).toMatchObject({ interfaces: ["lo"], saysSo: true, seconds: expect.closeTo(4, 1) });
  // Every address that the window asked for is its own.
  expect(told.origins).toHaveLength(1);
});
