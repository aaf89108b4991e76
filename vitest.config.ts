import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{contract,native,main,preload,renderer,build,tests}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "tests/fixtures/**"],
    environment: "node",
    // Tests load onnxruntime and start real child processes: each file gets a process of its own.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
