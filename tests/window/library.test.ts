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

test("a search in either language finds storyboards, and clearing it brings all back", {
  timeout: LONG_MS,
}, async () => {
  const search = studio.page.getByLabel("Search the library");
  await search.fill("水彩 dusk");
  await studio.page.getByText(/^\d{2,3} items$/).waitFor();
  await search.fill("");
  await shown("2,000 items");
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

test("the library has no barrier that axe finds", { timeout: LONG_MS }, async () => {
  const axe = new AxeBuilder({ page: studio.page }).setLegacyMode(true);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
