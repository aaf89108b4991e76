/** The first minutes with the studio: a sample by itself, a first draft, found again in the library. */
import AxeBuilder from "@axe-core/playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  DRAFT_LIMIT_MS,
  draft,
  durationOf,
  openStudio,
  play,
  positionOf,
  type StudioWindow,
  waitForClip,
  workspace,
} from "./studio.ts";

let studio: StudioWindow;

beforeAll(async () => {
  studio = await openStudio();
}, DRAFT_LIMIT_MS);
afterAll(() => studio?.close());

test("a sample is drafted by itself, and plays", { timeout: DRAFT_LIMIT_MS }, async () => {
  const { page } = studio;
  await waitForClip(page);
  const video = page.locator("video");
  await expect.poll(() => durationOf(video), { timeout: 30_000 }).toBeCloseTo(4, 1);
  await play(video);
  await expect.poll(() => positionOf(video), { timeout: 30_000 }).toBeGreaterThan(0.2);
});

test("a draft of one's own comes, and what was not understood is told", {
  timeout: DRAFT_LIMIT_MS,
}, async () => {
  const { page } = studio;
  await draft(page, "a snowy mountain lake at dusk, wind, a zebra on a trampoline");
  await page
    .getByRole("progressbar")
    .or(page.getByText(/Planning|Painting|Animating/))
    .first()
    .waitFor();
  await waitForClip(page);
  expect(
    await page
      .getByRole("heading", { name: /snowy mountain lake/ })
      .or(page.getByText(/snowy mountain lake/))
      .count(),
  ).toBeGreaterThan(0);
  expect(await page.getByText(/Not drawn:.*trampoline/).count()).toBeGreaterThan(0);
});

test("both are in the library, and search finds each by its words", async () => {
  const { page } = studio;
  await workspace(page, "Library").click();
  const search = page
    .getByRole("searchbox")
    .or(page.getByPlaceholder(/search/i))
    .first();
  await page
    .getByText(/calm sea/)
    .first()
    .waitFor();
  await search.fill("snowy lake");
  await expect.poll(() => page.getByText(/calm sea/).count()).toBe(0);
  expect(await page.getByText(/snowy mountain lake/).count()).toBeGreaterThan(0);
  await search.fill("gulls");
  await page
    .getByText(/calm sea/)
    .first()
    .waitFor();
  await search.fill("");
});

test("the language changes in place, and is kept", async () => {
  const { page } = studio;
  await page.keyboard.press("Control+K");
  await page.getByPlaceholder("What would you like to do?").fill("Chinese");
  await page.keyboard.press("Enter");
  await workspace(page, "素材库").waitFor();
  expect(await page.evaluate("document.documentElement.lang")).toBe("zh-CN");
  await page.reload();
  await workspace(page, "创作").waitFor();
  await page.keyboard.press("Control+K");
  await page.getByPlaceholder("想做什么？").fill("English");
  await page.keyboard.press("Enter");
  await workspace(page, "Library").waitFor();
});

test.each(["Draft", "Library", "Packs", "Settings"])(
  "axe finds nothing wrong with %s, dark or light",
  async (name) => {
    const { page } = studio;
    await workspace(page, name).click();
    for (const theme of ["light", "dark"]) {
      await page.keyboard.press("Control+K");
      await page.getByPlaceholder("What would you like to do?").fill(`${theme} theme`);
      await page.keyboard.press("Enter");
      await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor();
      await page.getByPlaceholder("What would you like to do?").waitFor({ state: "detached" });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual(
        [],
      );
    }
  },
);
