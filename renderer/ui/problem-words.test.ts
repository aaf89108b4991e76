/** Problems and reasons in the user's language. */
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { Problem } from "#contract/problem.ts";
import { reasonText } from "#contract/reason.ts";
import { startI18n } from "../app/i18n.ts";
import { noteWords } from "./note-words.ts";
import { problemWords, whyWords } from "./problem-words.ts";

beforeAll(async () => {
  Object.assign(globalThis, { document: { documentElement: {} } });
  await startI18n("zh-CN");
});

test("a problem with a text is told in it, its reason too", () => {
  const text = {
    key: "provider-broken",
    values: { provider: "cuda" },
    reason: reasonText("libraries-missing"),
  };
  const { fields } = new Problem("provider-unavailable", "cuda cannot be used.", "Choose.", {
    text,
  } as never);
  expect(problemWords(fields)).toEqual({
    title: "cuda 在本机无法使用",
    hint: "请选择其他运行设备，或交给 Understudy 自动选择。（没有安装所需的程序库）",
    detail: "",
  });
});

test("a problem without a text is told by its code, and its own sentence as what it is", () => {
  const { title, detail } = problemWords({ code: "corrupt-pack", message: "It is cut short." });
  expect(title).toBe("这个模型包已损坏");
  expect(detail).toBe("技术细节（英文）：It is cut short.");
});

test("a reason is told in words of ours, and else as it came", () => {
  expect(whyWords({ reason: "not compiled in", text: reasonText("not-compiled-in") })).toBe(
    "这个 ffmpeg 不包含它",
  );
  expect(whyWords({ reason: "of an earlier version" })).toBe("of an earlier version");
});

test("a note tells what was taken of which shot, as far as the storyboard says", async () => {
  const note = { code: "unresolved", subject: "weather", message: "" } as const;
  expect(noteWords({ ...note, taken: "rain", shot: 2 })).toBe("第 2 个镜头的天气不够明确，已选择“下雨”。");
  expect(noteWords({ ...note, taken: null })).toBe("天气不够明确，已略去。");
  expect(noteWords(note)).toBe("天气不够明确，已自动选择。");
  expect(noteWords({ ...note, subject: "a walrus" })).toBe("时长放不下，未画出：“a walrus”");
  await i18next.changeLanguage("en");
  expect(noteWords({ ...note, taken: "rain", shot: 2 })).toBe(
    "The weather of shot 2 was not clear; “rain” was chosen.",
  );
});
