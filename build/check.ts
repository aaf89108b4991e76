/**
 * `npm test`: the quality gate. Runs every check in order, stops at the first static one that fails,
 * and ends with one line, `N passed, N failed, N skipped`.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { runInForeground } from "./child.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REPORT = join(ROOT, ".setup", "vitest.json");

/** The folders that the import rules speak about, as far as they exist. */
const SOURCES = ["contract", "native", "main", "preload", "renderer", "service", "build", "tests"];

/** The part of Vitest's JSON report that is counted. */
const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** What the closing line counts. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** The file that a package runs as `bin`, so that no shell has to find it. */
export function programOf(packageName: string, bin: string): string {
  const manifest = join(ROOT, "node_modules", packageName, "package.json");
  const { bin: bins } = z.object({ bin: z.record(z.string(), z.string()) }).parse(readJson(manifest));
  return join(dirname(manifest), bins[bin] ?? "");
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * Counts a Vitest report. A file that failed without running any test counts as one failure, and so
 * does a run that failed for a reason outside every test.
 */
export function tally(report: unknown, exitCode: number): Tally {
  const parsed = Report.safeParse(report);
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = numFailedTests + broken.length;
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

async function main(args: string[]): Promise<Tally> {
  const sources = SOURCES.filter((folder) => existsSync(join(ROOT, folder)));
  const checks = [
    {
      name: "Lint and format",
      program: programOf("@biomejs/biome", "biome"),
      args: ["check", "--error-on-warnings"],
    },
    { name: "Types", program: programOf("typescript", "tsc"), args: ["-p", "."] },
    { name: "Types of the window", program: programOf("typescript", "tsc"), args: ["-p", "renderer"] },
    {
      name: "Import rules",
      program: programOf("dependency-cruiser", "depcruise"),
      args: ["--config", ".dependency-cruiser.mjs", "--", ...sources],
    },
    {
      name: "Texts of the window",
      program: programOf("i18next-cli", "i18next-cli"),
      args: ["extract", "--dry-run", "--ci"],
    },
    { name: "Dead code and unused dependencies", program: programOf("knip", "knip"), args: [] },
  ];
  for (const check of checks) {
    console.log(`\n== ${check.name}`);
    const code = await runInForeground(process.execPath, [check.program, ...check.args], { cwd: ROOT });
    if (code !== 0) return { passed: 0, failed: 1, skipped: 0 };
  }
  console.log("\n== Tests");
  rmSync(REPORT, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`];
  const vitest = [programOf("vitest", "vitest"), "run", ...reporters, ...args];
  const code = await runInForeground(process.execPath, vitest, { cwd: ROOT });
  return tally(existsSync(REPORT) ? readJson(REPORT) : undefined, code);
}

if (import.meta.main) {
  const { passed, failed, skipped } = await main(process.argv.slice(2));
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}
