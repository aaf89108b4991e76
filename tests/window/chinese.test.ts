/** A Chinese window speaks Chinese: every workspace, with what the main process tells of drafts and the machine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { DraftRequest } from "#contract/draft.ts";
import { findHome } from "../../main/home.ts";
import { openLibrary } from "../../main/library/index.ts";
import { RELEASES } from "../../main/updates/index.ts";
import { openStudioWindow, type StudioWindow } from "./launch.ts";

/** A draft is made in earnest, and everything that it needs is tried. */
const LONG_MS = 600_000;
vi.setConfig({ testTimeout: LONG_MS, hookTimeout: LONG_MS });

const DRAFT: DraftRequest = {
  ...{ prompt: "海象在暴风雨的海滩上弹钢琴，海浪声", seconds: 1, seed: 3, pack: "backlot", steps: 4 },
  ...{ size: "854x480", fps: 24 },
};
const { fps: _, ...WISH } = DRAFT;

let folder: string;
let studio: StudioWindow;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "understudy-chinese-"));
  const home = findHome({ UNDERSTUDY_HOME: folder });
  mkdirSync(join(home.packs, "broken"), { recursive: true });
  writeFileSync(join(home.packs, "broken", "pack.json"), "{}");
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ language: "zh-CN", trashDays: -1 }));
  await queueAndFail(home);
  studio = await openStudioWindow({ home: folder });
  page = studio.page;
  page.setDefaultTimeout(60_000);
});
afterAll(async () => {
  await studio?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A draft that failed for an encoder, as an earlier run of the studio left it. */
async function queueAndFail(home: ReturnType<typeof findHome>): Promise<void> {
  const library = await openLibrary(home);
  const { queue, jobs } = await library.repositories();
  const [id] = await queue.add([{ ...DRAFT, prompt: "雪山", seed: 4 }], null);
  await jobs.fail(id!, {
    ...{ code: "missing-tool", message: "The encoder h264_nvenc does not work.", hint: "Choose another." },
    text: {
      ...{ key: "encoder-broken", values: { encoder: "h264_nvenc" } },
      reason: { key: "not-compiled-in", values: {} },
    },
  });
  library.close();
}

/** Names that are the same in every language. */
const NAMES = [
  ...["Intel Quick Sync", "Hugging Face Hub", "Understudy", cpus()[0]?.model.trim() ?? ""],
  ...["(Switch to English)", "(Switch to Chinese)", new URL(RELEASES).host],
];
/** Three words in a row are a sentence of ours; what the user wrote, paths and licences are theirs. */
const ENGLISH = /[A-Za-z]{2,}(?:[ ,.;:]+(?:[a-z]+|[A-Za-z]{2,})){2,}/;

/** What is of use to an expert only is left as it was said, and marked. */
const DETAIL = "技术细节（英文）：";

/** Every English sentence on the screen, and in the names and hints of what is on it. */
async function english(): Promise<string[]> {
  const texts = await page.evaluate<string[]>(`(() => {
    const texts = [];
    const isTheirs = (element) => element.closest("pre, code, [data-selectable], [aria-hidden=true]") !== null;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node.parentElement.checkVisibility() && !isTheirs(node.parentElement)) texts.push(node.data);
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
      if (isTheirs(element)) continue;
      for (const name of ["aria-label", "title", "placeholder"]) texts.push(element.getAttribute(name) ?? "");
    }
    return texts;
  })()`);
  const own = (text: string) => NAMES.reduce((rest, name) => rest.replaceAll(name, ""), text);
  return texts.filter((text) => !text.startsWith(DETAIL) && ENGLISH.test(own(text)));
}

const open = (workspace: string) =>
  page.getByRole("navigation", { name: "工作区" }).getByText(workspace).click();

it("in Draft: the notes of a draft, and why one failed", async () => {
  await page.evaluate(`understudy.call("queue.draft", ${JSON.stringify(WISH)})`);
  await page
    .getByRole("region", { name: "队列" })
    .getByRole("button", { name: /海象.*完成/ })
    .click();
  await page.getByText(/^未画出：/).waitFor();
  await page.getByText("内置画师不使用：步数").waitFor();
  expect(await english()).toEqual([]);
  await page.getByRole("region", { name: "队列" }).getByRole("button", { name: /雪山/ }).click();
  await page.getByText("h264_nvenc 在本机无法使用").waitFor();
  await page.getByText(/这个 ffmpeg 不包含它/).waitFor();
  expect(await english()).toEqual([]);
});

it("in Library: an item's facts and storyboard", async () => {
  await open("素材库");
  await page.getByRole("option").first().click();
  await page.getByText(/^未画出：/).waitFor();
  expect(await english()).toEqual([]);
});

it("in Packs: where a pack runs, and why not elsewhere", async () => {
  await open("模型包");
  await page.getByRole("article", { name: "Backlot" }).waitFor();
  expect(await english()).toEqual([]);
  await page.getByRole("button", { name: /broken/ }).click();
  await page.getByText("模型包“broken”已损坏").waitFor();
  await page.getByRole("button", { name: "添加模型包" }).click();
  await page.getByRole("dialog").waitFor();
  expect(await english()).toEqual([]);
  await page.keyboard.press("Escape");
});

it("in Settings: every section, the machine and the check-up", async () => {
  await open("设置");
  const sections = page.getByRole("navigation", { name: "设置分类" }).getByRole("button");
  await sections.filter({ hasText: "运行设备" }).click();
  await page.getByRole("radio", { name: /NVENC/ }).waitFor();
  for (const section of await sections.all()) {
    await section.click();
    await page.waitForTimeout(500);
    expect(await english()).toEqual([]);
  }
  await sections.filter({ hasText: "关于" }).click();
  await page.getByRole("button", { name: "检查", exact: true }).click();
  await page.getByText("模型包“broken”已损坏").waitFor();
  expect(await english()).toEqual([]);
});
