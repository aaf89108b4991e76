import { afterEach, expect, it, vi } from "vitest";
import { Problem, type ProblemCode } from "#contract/problem.ts";
import { reportError } from "./report.ts";

afterEach(() => vi.restoreAllMocks());

it.each<[ProblemCode, number]>([
  ["bad-input", 2],
  ["corrupt-media", 2],
  ["engine-crashed", 1],
  ["failed-check", 1],
  ["cancelled", 130],
])("a problem of the kind %s ends with %i, in words and as JSON", async (code, exit) => {
  const [out, err]: [string[], string[]] = [[], []];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => err.push(String(text)) > 0);
  const problem = new Problem(code, "It is so.", "Do this.");
  expect(await reportError(problem, true)).toBe(exit);
  vi.restoreAllMocks();
  expect(err.join("")).toBe("It is so.\nDo this.\n");
  expect(JSON.parse(out.join(""))).toEqual({ error: { code, message: "It is so.", hint: "Do this." } });
});
