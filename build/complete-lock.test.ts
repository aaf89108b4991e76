import { expect, test } from "vitest";
import { findMissing } from "./complete-lock.mjs";

test("names the platform packages that a lock file lacks, and where they run", () => {
  const packages = {
    "": { optionalDependencies: { "ffmpeg-static": "^5.2.0" } },
    "node_modules/@x/canvas": {
      version: "1.1.1",
      optionalDependencies: {
        "@x/canvas-linux-x64-gnu": "1.1.1",
        "@x/canvas-linux-x64-musl": "1.1.1",
        "@x/canvas-win32-arm64-msvc": "1.1.1",
      },
    },
    "node_modules/@x/canvas-linux-x64-gnu": { version: "1.1.1", optional: true },
  };
  expect(findMissing(packages)).toEqual({
    "node_modules/@x/canvas-linux-x64-musl": {
      version: "1.1.1",
      cpu: ["x64"],
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    },
    "node_modules/@x/canvas-win32-arm64-msvc": {
      version: "1.1.1",
      cpu: ["arm64"],
      optional: true,
      os: ["win32"],
    },
  });
});

test("a package of the tools stays one of the tools", () => {
  const packages = {
    "node_modules/lint": {
      version: "2.0.0",
      dev: true,
      optionalDependencies: { "lint-darwin-x64": "2.0.0" },
    },
  };
  expect(findMissing(packages)["node_modules/lint-darwin-x64"]).toMatchObject({ dev: true, os: ["darwin"] });
});
