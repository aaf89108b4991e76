/** The catalogues: what i18next-cli cannot see, because it is looked up by ids and codes. */
import { expect, test } from "vitest";
import { PROBLEM_CODES, PROBLEM_TEXTS } from "#contract/problem.ts";
import { REASONS } from "#contract/reason.ts";
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

test("every text of a problem has words, and no others have", () => {
  const texts = keysOf("en", "problems").filter((key) => key.startsWith("texts."));
  expect(texts).toEqual(PROBLEM_TEXTS.flatMap((key) => [`texts.${key}.hint`, `texts.${key}.title`]).sort());
});

test("every reason has words, and no others have", () => {
  const reasons = keysOf("en", "problems").filter((key) => key.startsWith("reasons."));
  expect(reasons).toEqual(REASONS.map((key) => `reasons.${key}`).sort());
});

/** "a.b" -> the names in {{braces}} of its text. */
function valuesIn(texts: object, prefix = ""): Record<string, string[]> {
  return Object.assign(
    {},
    ...Object.entries(texts).map(([key, value]) =>
      typeof value === "string"
        ? { [prefix + key]: [...new Set(value.match(/\{\{\w+/g))].sort() }
        : valuesIn(value as object, `${prefix}${key}.`),
    ),
  );
}

test.each(Object.keys(FILES).filter((path) => path.includes("/en/")))(
  "%s and its translation are given the same values",
  (path) => {
    const translated = valuesIn(FILES[path.replace("/en/", "/zh-CN/")]!);
    const own = Object.entries(valuesIn(FILES[path]!)).filter(([key]) => translated[key] !== undefined);
    expect(Object.fromEntries(own.map(([key]) => [key, translated[key]]))).toEqual(Object.fromEntries(own));
  },
);

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
