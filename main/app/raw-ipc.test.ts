import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { programOf } from "../../build/check.ts";

let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), "understudy-lint-"));
  const rules = readFileSync(fileURLToPath(new URL("../../biome.json", import.meta.url)), "utf8");
  writeFileSync(
    join(house, "biome.json"),
    JSON.stringify({ ...JSON.parse(rules), vcs: undefined, $schema: undefined }),
  );
});
afterEach(() => rmSync(house, { recursive: true }));

/** Whether the linter, by our rules, lets a file at `path` import `name`. */
function mayImport(path: string, name: string): boolean {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), `import { ${name} } from "electron";\n\nexport const used = ${name};\n`);
  const args = [programOf("@biomejs/biome", "biome"), "lint", path];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: house, encoding: "utf8" });
  if (status !== 0) expect(stdout + stderr).toContain("noRestrictedImports");
  return status === 0;
}

test.each(["ipcMain", "ipcRenderer"])("%s is for the two files of the bridge only", (name) => {
  expect(mayImport("main/app/other.ts", name)).toBe(false);
  expect(mayImport("renderer/app/other.ts", name)).toBe(false);
  expect(mayImport("main/app/program.ts", name)).toBe(true);
  expect(mayImport("preload/index.ts", name)).toBe(true);
  expect(mayImport("main/app/other.ts", "app")).toBe(true);
});
