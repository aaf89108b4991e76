import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const Names = z.record(z.string(), z.string());
const Manifest = z.object({
  license: z.string(),
  dependencies: Names.default({}),
  devDependencies: Names.default({}),
  optionalDependencies: Names.default({}),
});

const read = (path: string) => Manifest.parse(JSON.parse(readFileSync(`${ROOT}${path}`, "utf8")));
const notice = readFileSync(`${ROOT}NOTICE`, "utf8");
const own = read("package.json");
const direct = Object.keys({ ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies });

/** Package and licence of each line such as `    zod    MIT    (a note)`. */
const named = new Map(
  [...notice.matchAll(/^ {4}(\S+) {2,}(\S+(?: \S+)*)/gm)].map(([, name, licence]) => [name, licence]),
);

test("NOTICE names the direct dependencies, all of them and no others", () => {
  expect([...named.keys()].sort()).toEqual(direct.sort());
});

test("each under the licence that its package states", () => {
  const installed = direct.filter((name) => existsSync(`${ROOT}node_modules/${name}/package.json`));
  for (const name of installed) {
    expect([name, named.get(name)]).toEqual([name, read(`node_modules/${name}/package.json`).license]);
  }
});

test("NOTICE speaks of every folder of assets", () => {
  for (const folder of readdirSync(`${ROOT}assets`)) expect(notice).toContain(`assets/${folder}/`);
});
