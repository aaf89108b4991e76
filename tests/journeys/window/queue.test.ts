/** What can happen to a draft while it is made: paused, cancelled, its engine killed, the window closed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  card,
  DRAFT_LIMIT_MS,
  draft,
  enginesBelow,
  openStudio,
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
