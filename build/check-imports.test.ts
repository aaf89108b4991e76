import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { programOf } from "./check.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RULES = join(ROOT, ".dependency-cruiser.mjs");

/** A house that keeps every rule; each test breaks one. */
const HOUSE: Record<string, string> = {
  "package.json": JSON.stringify({
    type: "module",
    imports: { "#contract/*": "./contract/*", "#native/*": "./native/*", "#main/*": "./main/*" },
  }),
  "contract/word.ts": "export type Word = string;",
  "native/onnx/index.ts": 'export { run } from "./run.ts";',
  "native/onnx/run.ts":
    'import type { Word } from "#contract/word.ts"; export const run = (word: Word) => word;',
  "main/draft/index.ts": 'export { draft } from "./draft.ts";',
  "main/draft/draft.ts":
    'import { run } from "#native/onnx/index.ts"; export const draft = () => run("draft");',
  "main/library/index.ts": 'import { draft } from "#main/draft/index.ts"; export const library = draft;',
  "main/app/index.ts": 'import { app } from "electron"; export const quit = () => app.quit();',
  "node_modules/electron/package.json": JSON.stringify({ name: "electron", main: "index.js" }),
  "node_modules/electron/index.js": "exports.app = {};",
  "node_modules/onnxruntime-node/package.json": JSON.stringify({
    name: "onnxruntime-node",
    main: "index.js",
  }),
  "node_modules/onnxruntime-node/index.js": "exports.Tensor = class {};",
  "native/onnx/onnxruntime.ts": 'export { Tensor } from "onnxruntime-node";',
  "renderer/app.ts":
    'import type { Word } from "#contract/word.ts"; export const title: Word = "Understudy";',
  "service/server.ts": 'import type { Word } from "#contract/word.ts"; export const name: Word = "feed";',
};

let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), "understudy-imports-"));
});
afterEach(() => {
  rmSync(house, { recursive: true, force: true });
});

/** The rules that the house breaks once `changed` files are in it. */
async function brokenRules(changed: Record<string, string>): Promise<string[]> {
  for (const [path, text] of Object.entries({ ...HOUSE, ...changed })) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  const program = programOf("dependency-cruiser", "depcruise");
  const args = [program, "--config", RULES, "--", "contract", "native", "main", "renderer", "service"];
  const { stdout, code } = await new Promise<{ stdout: string; code: number | null }>((resolve) => {
    const child = execFile(process.execPath, args, { cwd: house }, (_, stdout) =>
      resolve({ stdout, code: child.exitCode }),
    );
  });
  const rules = [...stdout.matchAll(/^ *error ([\w-]+):/gm)].map(([, rule]) => rule!);
  expect(code === 0).toBe(rules.length === 0);
  expect(stdout).toContain("modules");
  return [...new Set(rules)];
}

test("a house that keeps the rules passes", async () => {
  expect(await brokenRules({})).toEqual([]);
});

test.each([
  ["contract-imports-nothing-of-ours", "contract/word.ts", 'export type { quit } from "#main/app/index.ts";'],
  ["native-knows-no-domain", "native/onnx/run.ts", 'import "#main/app/index.ts"; export const run = String;'],
  [
    "native-parts-through-index",
    "main/draft/draft.ts",
    'export { run as draft } from "#native/onnx/run.ts";',
  ],
  ["onnxruntime-through-one-door", "native/onnx/run.ts", 'export { Tensor as run } from "onnxruntime-node";'],
  [
    "main-has-no-window",
    "main/draft/draft.ts",
    'export const draft = () => import("../../renderer/app.ts");',
  ],
  [
    "features-through-index",
    "main/library/index.ts",
    'import type { draft } from "../draft/draft.ts"; export type L = typeof draft;',
  ],
  ["electron-stays-in-the-app", "main/draft/draft.ts", 'export { app as draft } from "electron";'],
  ["renderer-is-sandboxed", "renderer/app.ts", 'export { run } from "#native/onnx/index.ts";'],
  ["service-stands-alone", "service/server.ts", 'export { library } from "#main/library/index.ts";'],
  ["no-cycles", "main/draft/draft.ts", 'export { library as draft } from "#main/library/index.ts";'],
  ["no-unresolved", "main/draft/draft.ts", 'export { draft } from "#main/nowhere/index.ts";'],
])("%s: %s may not say %s", async (rule, path, text) => {
  expect(await brokenRules({ [path]: text })).toEqual([rule]);
});
