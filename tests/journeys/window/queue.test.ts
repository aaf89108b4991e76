/** What can happen to a draft while it is made: paused, cancelled, its engine killed, the window closed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  card,
  DRAFT_LIMIT_MS,
  draft,
  durationOf,
  enginesBelow,
  openStudio,
  positionOf,
  type StudioWindow,
  waitForClip,
  waitForStatus,
} from "./studio.ts";

const home = mkdtempSync(join(tmpdir(), "understudy-queue-"));
let studio: StudioWindow;

beforeAll(async () => {
  studio = await openStudio({ home });
  await waitForClip(studio.page);
}, DRAFT_LIMIT_MS * 2);
afterAll(async () => {
  await studio?.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

test("a draft is paused, and goes on from its finished stages", { timeout: DRAFT_LIMIT_MS }, async () => {
  const { page } = studio;
  await draft(page, "a desert at noon, wind");
  await page
    .getByText(/Painting|Animating/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await waitForStatus(page, "a desert at noon", "Paused");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await waitForStatus(page, "a desert at noon", "Done");
});

test("a draft is cancelled, and made after all", { timeout: DRAFT_LIMIT_MS }, async () => {
  const { page } = studio;
  await draft(page, "a forest in the rain, birds");
  await page
    .getByText(/Painting|Animating/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await waitForStatus(page, "a forest in the rain", "Cancelled");
  await page.getByRole("button", { name: "Try again" }).click();
  await waitForStatus(page, "a forest in the rain", "Done");
});

test("an engine that dies is told, and the next try gets a fresh one", {
  timeout: DRAFT_LIMIT_MS,
}, async () => {
  const { page } = studio;
  await draft(page, "a street at night, traffic");
  await page.getByText("Painting").first().waitFor();
  const [engine] = enginesBelow(studio.process.pid!);
  process.kill(engine!, "SIGKILL");
  await waitForStatus(page, "a street at night", "Failed");
  await page.getByText("The engine stopped").first().waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await waitForStatus(page, "a street at night", "Done");
});

test("a variation is the same wish with another seed", { timeout: DRAFT_LIMIT_MS }, async () => {
  const { page } = studio;
  await card(page, "a desert at noon").click();
  await page.getByRole("button", { name: "Make a variation" }).click();
  await page.getByRole("button", { name: "Cancel", exact: true }).waitFor();
  await waitForClip(page);
  expect(await page.getByRole("region", { name: "Queue" }).getByText("a desert at noon").count()).toBe(2);
});

test("two clips are compared, side by side and by a wipe, and play in step", async () => {
  const { page } = studio;
  const cards = page
    .getByRole("region", { name: "Queue" })
    .getByRole("button")
    .filter({ hasText: "a desert at noon" });
  await cards.nth(0).click();
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByText("Choose a second clip").waitFor();
  await cards.nth(1).click();
  const comparison = page.getByRole("region", { name: "Comparison" });
  const videos = comparison.locator("video");
  const boxes = () => Promise.all([videos.nth(0), videos.nth(1)].map((video) => video.boundingBox()));
  await comparison.getByText("Side by side").click();
  const [left, right] = await boxes();
  expect(left!.x + left!.width).toBeLessThanOrEqual(right!.x);
  await comparison.getByText("Wipe", { exact: true }).click();
  const [below, above] = await boxes();
  expect(below).toEqual(above);
  const divider = comparison.getByRole("slider", { name: "Where the second clip begins" });
  const before = Number(await divider.getAttribute("aria-valuenow"));
  await divider.press("PageUp");
  await expect.poll(async () => Number(await divider.getAttribute("aria-valuenow"))).toBe(before + 10);
  expect(await videos.nth(1).getAttribute("style")).toContain(`${before + 10}%`);
  await comparison.getByRole("slider", { name: "Position" }).fill("12");
  await expect.poll(() => positionOf(videos.nth(1))).toBeCloseTo(12.5 / 24, 3);
  expect(await positionOf(videos.nth(0))).toBeCloseTo(12.5 / 24, 3);
  await comparison.getByRole("button", { name: "Close" }).click();
});

test("several seeds are made short beside each other, and one of them at full length", {
  timeout: DRAFT_LIMIT_MS,
}, async () => {
  const { page } = studio;
  await card(page, "a desert at noon").click();
  await page.getByRole("button", { name: "4 seeds" }).click();
  const grid = page.getByRole("region", { name: "Seeds to choose from" });
  await grid.getByText("0 of 4 ready").waitFor();
  await grid.getByText("4 of 4 ready").waitFor({ timeout: DRAFT_LIMIT_MS });
  const seeds = await grid
    .locator("video")
    .evaluateAll((all) => all.map((video) => video.getAttribute("aria-label")));
  expect(new Set(seeds).size).toBe(4);
  await expect.poll(() => durationOf(grid.locator("video").first())).toBeCloseTo(2, 1);
  await grid.getByRole("button", { name: "Make it 4 s" }).first().click();
  await page.getByRole("button", { name: "Cancel", exact: true }).waitFor();
  await waitForClip(page);
  const seed = /\d+/.exec(seeds[0]!)![0];
  await page.getByText(new RegExp(`4 s .* seed ${seed}`)).waitFor();
});

test("drafts that wait change places by the keyboard, and go back", { timeout: DRAFT_LIMIT_MS }, async () => {
  const { page } = studio;
  const strip = page.getByRole("region", { name: "Queue" });
  for (const prompt of ["a meadow at noon", "a river at dawn", "a hill in snow"]) await draft(page, prompt);
  await strip.getByRole("button", { name: "Pause queue" }).click();
  await strip.getByText("Waits: the queue is paused").nth(2).waitFor();
  const order = async () => {
    const words = await strip.getByRole("button").filter({ hasText: "Waits:" }).allInnerTexts();
    return words.map((text) => /meadow|river|hill/.exec(text)?.[0]);
  };
  expect(await order()).toEqual(["meadow", "river", "hill"]);
  const handle = strip.getByRole("button", { name: "Move in the queue" }).first();
  await handle.focus();
  for (const key of ["Space", "ArrowRight", "Space"]) {
    await page.keyboard.press(key);
    // What is dragged follows the key by a frame or two.
    await page.waitForTimeout(300);
  }
  await expect.poll(order).toEqual(["river", "meadow", "hill"]);
  await page.getByText("Moved in the queue").waitFor();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect.poll(order).toEqual(["meadow", "river", "hill"]);
  for (let left = 3; left > 0; left--) {
    await strip.getByRole("button", { name: "More for this draft" }).first().click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await expect.poll(async () => (await order()).length).toBe(left - 1);
  }
  await strip.getByRole("button", { name: "Resume queue" }).click();
});

test("a window closed in mid-draft goes on with it when it is opened again", {
  timeout: DRAFT_LIMIT_MS * 2,
}, async () => {
  await draft(studio.page, "a planet with two moons, hum");
  await studio.page
    .getByText(/Painting|Animating/)
    .first()
    .waitFor();
  await studio.close();
  studio = await openStudio({ home });
  await waitForStatus(studio.page, "a planet with two moons", "Done");
});
