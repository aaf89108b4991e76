/** The catalogues: what i18next-cli cannot see, because it is looked up by ids and codes. */
import { expect, test } from "vitest";
import { PROBLEM_CODES } from "#contract/problem.ts";
import { ACTIONS } from "./actions/index.ts";

const FILES = import.meta.glob<object>("./locales/*/*.json", { eager: true, import: "default" });

/** "open.draft" for { open: { draft: "..." } }. */
function keysIn(texts: object, prefix = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key] : keysIn(value as object, `${prefix}${key}.`),
  );
}

const keysOf = (language: string, namespace: string) =>
  keysIn(FILES[`./locales/${language}/${namespace}.json`]!).sort();

test("every action has a label, and every label an action", () => {
  expect(keysOf("en", "actions")).toEqual(ACTIONS.map(({ id }) => id).sort());
});

test("every problem has words", () => {
  const codes = [...PROBLEM_CODES, "forbidden", "fault"];
  expect(keysOf("en", "problems")).toEqual(
    expect.arrayContaining(codes.flatMap((code) => [`${code}.title`, `${code}.hint`])),
  );
});

test.each(Object.keys(FILES).filter((path) => path.includes("/en/")))(
  "%s says the same in Chinese",
  (path) => {
    const namespace = path.split("/").at(-1)!.replace(".json", "");
    // Chinese has one plural form, English two.
    const without = (keys: string[]) => [...new Set(keys.map((key) => key.replace(/_(one|other)$/, "")))];
    expect(without(keysOf("zh-CN", namespace))).toEqual(without(keysOf("en", namespace)));
  },
);

test("no two actions have the same keys", () => {
  const keys = ACTIONS.flatMap((action) => action.keys ?? []);
  expect(keys.length).toBe(new Set(keys).size);
});
