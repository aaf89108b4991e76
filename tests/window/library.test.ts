import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findHome } from "#main/home.ts";
import { seedLibrary } from "#main/library/seed-library.fixture.ts";
import { openStudioWindow, type StudioWindow } from "./launch.ts";

const COUNT = 2_000;
/** Machines that do much else are slow. */
const LONG_MS = 240_000;

let home: string;
let studio: StudioWindow;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "understudy-library-window-"));
  await seedLibrary(findHome({ UNDERSTUDY_HOME: home }), { generations: COUNT, cameos: 20 });
  studio = await openStudioWindow({ home });
  studio.page.setDefaultTimeout(LONG_MS);
  await studio.page.getByRole("button", { name: "Library" }).click();
  await studio.page.getByRole("listbox").waitFor();
}, LONG_MS);
afterAll(async () => {
  await studio?.close();
  rmSync(home, { recursive: true, force: true });
});

const items = () => studio.page.getByRole("option");
const shown = (text: string) => studio.page.getByText(text, { exact: true }).first().waitFor();

test("the library shows everything, draws what is in view, and jumps to its end", {
  timeout: LONG_MS,
}, async () => {
  await shown("2,000 items");
  expect(await items().count()).toBeLessThan(100);
  await studio.page.getByRole("listbox").press("End");
  await studio.page.locator(`#item-${COUNT - 1}[aria-selected="true"]`).waitFor();
});

test("what is at the top stays there when the window gets narrower", { timeout: LONG_MS }, async () => {
  const { page } = studio;
  const topItem = () =>
    page.getByRole("listbox").evaluate((list) => {
      const { top } = list.getBoundingClientRect();
      const ids = [...list.querySelectorAll('[role="option"]')]
        .filter((option) => option.getBoundingClientRect().top >= top)
        .map(({ id }) => Number(id.slice("item-".length)));
      return Math.min(...ids);
    });
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.getByRole("listbox").press("Home");
  await page.getByRole("listbox").hover();
  await page.mouse.wheel(0, 20_000);
  await expect.poll(topItem).toBeGreaterThan(100);
  const top = await topItem();
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.waitForTimeout(500);
  expect(Math.abs((await topItem()) - top)).toBeLessThan(12);
  await page.setViewportSize(before);
});

test("a search in either language finds storyboards, and clearing it brings all back", {
  timeout: LONG_MS,
}, async () => {
  const search = studio.page.getByLabel("Search the library");
  await search.fill("水彩 dusk");
  await studio.page.getByText(/^\d{2,3} items$/).waitFor();
  await search.fill("");
  await shown("2,000 items");
});

test("keys move, select on and look closely", { timeout: LONG_MS }, async () => {
  const list = studio.page.getByRole("listbox");
  const isSelected = (index: number) => studio.page.locator(`#item-${index}[aria-selected="true"]`).waitFor();
  const look = studio.page.getByRole("dialog", { name: "Quick look" });
  await list.press("Home");
  await list.press("ArrowRight");
  await isSelected(1);
  await list.press("Shift+ArrowRight");
  await list.press("Shift+ArrowRight");
  await shown("3 selected");
  await list.press("ArrowLeft");
  await isSelected(2);
  await list.press("Space");
  await look.waitFor();
  await look.press("ArrowRight");
  await isSelected(3);
  await look.press("Space");
  await look.waitFor({ state: "detached" });
  await list.press("Enter");
  await look.waitFor();
  await look.press("Escape");
  await look.waitFor({ state: "detached" });
  await list.press("ArrowRight");
  await isSelected(4);
});

test("a rectangle selects what it touches, and the list scrolls where it is drawn on", {
  timeout: LONG_MS,
}, async () => {
  const { mouse } = studio.page;
  const list = studio.page.getByRole("listbox");
  await list.press("Home");
  const { x, y, width, height } = (await list.boundingBox())!;
  const seen = await items().count();
  await mouse.move(x + 8, y + 20);
  await mouse.down();
  await mouse.move(x + width - 40, y + height + 30, { steps: 6 });
  const count = async () =>
    Number((await studio.page.getByText(/^\d+ selected$/).textContent())!.split(" ")[0]);
  await expect.poll(count, { timeout: 60_000 }).toBeGreaterThan(2 * seen);
  await mouse.up();
  expect(
    await list.evaluate((element) => (element as unknown as { scrollTop: number }).scrollTop),
  ).toBeGreaterThan(0);
  await list.press("Home");
  await list.press("Escape");
});

test("what is selected is rated, put into the trash and taken back out", { timeout: LONG_MS }, async () => {
  await items().nth(0).click();
  await items()
    .nth(3)
    .click({ modifiers: ["Shift"] });
  await shown("4 selected");
  await studio.page.getByRole("listbox").press("5");
  await shown("4 rated");
  await studio.page.getByRole("listbox").press("Delete");
  await shown("1,996 items");
  await shown("4 moved to the trash");
  await studio.page.getByRole("button", { name: "Undo" }).last().click();
  await shown("2,000 items");
});

test("what is deleted for good is asked about", { timeout: LONG_MS }, async () => {
  const { page } = studio;
  await items().nth(0).click();
  await page.getByRole("listbox").press("Delete");
  await shown("1,999 items");
  await page
    .getByRole("navigation", { name: "Places in the library" })
    .getByRole("button", { name: "Trash" })
    .click();
  await items().nth(0).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Delete for good" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete 1 item for good?" });
  await dialog.getByRole("button", { name: "Keep" }).click();
  await dialog.waitFor({ state: "detached" });
  await items().nth(0).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Take out of the trash" }).click();
  await page.getByText("The trash is empty").waitFor();
  await page.getByRole("button", { name: "All items" }).click();
  await shown("2,000 items");
});

test("the library has no barrier that axe finds", { timeout: LONG_MS }, async () => {
  const axe = new AxeBuilder({ page: studio.page }).setLegacyMode(true);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
