/** The life of the window: a second start, crashes, a library that cannot be opened, and the end. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findHome } from "../../main/home.ts";
import { openLibrary } from "../../main/library/index.ts";
import { openStudioWindow, type StudioWindow, startStudio } from "./launch.ts";

// Browsers start slowly on busy machines.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 });

let folder: string;
let studio: StudioWindow | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-life-"));
});
afterEach(async () => {
  await studio?.close();
  studio = undefined;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const open = async (home = folder) => {
  studio = await openStudioWindow({ home });
  return studio;
};

test("closing the window ends the program, and the window opens again where it was", async () => {
  const first = await open();
  await first.page.getByRole("navigation").waitFor();
  await first.close();
  expect(await first.exited).toBe(0);
  const state = JSON.parse(readFileSync(join(folder, "window", "window.json"), "utf8")) as { bounds: object };
  expect(state.bounds).toMatchObject({ width: 1280, height: 800 });
  const again = await open();
  await again.page.getByRole("navigation").waitFor();
});

test("a second start shows the window of the first, and ends", async () => {
  const first = await open();
  const second = await startStudio({ UNDERSTUDY_HOME: folder });
  expect(await second.exited).toBe(0);
  expect(first.process.exitCode).toBeNull();
  expect(await first.page.title()).toBe("Understudy");
});

test("a studio that was killed leaves nothing that stops the next one", async () => {
  const first = await open();
  first.process.kill("SIGKILL");
  await first.exited;
  const next = await open();
  await next.page.getByRole("navigation").waitFor();
});

test("a page that crashes is opened again with a message, and not for ever", async () => {
  const { page, reattach } = await open();
  await page.getByRole("navigation").waitFor();
  await (await page.context().newCDPSession(page)).send("Page.crash").catch(() => {});
  const recovered = await reattach();
  await recovered.getByText("The window had stopped and was opened again.").waitFor();
  const log = readFileSync(join(folder, "logs", "studio.log"), "utf8");
  expect(log).toContain("the page's process stopped");
});

test("a damaged library is told, and its backup is put back", async () => {
  const home = findHome({ UNDERSTUDY_HOME: folder });
  (await openLibrary(home)).close();
  copyFileSync(home.library, home.backup);
  writeFileSync(home.library, "this is no database, but it is long enough to be taken for one".repeat(100));
  const { page } = await open();
  await page.getByRole("heading", { name: "The library is damaged" }).waitFor();
  expect(await page.getByText(home.library).count()).toBeGreaterThan(0);
  await page.getByRole("button", { name: /Go back to the backup/ }).click();
  await page.getByRole("navigation").waitFor();
  expect(existsSync(join(folder, "library.db"))).toBe(true);
});

test("a damaged library without a backup speaks of none; damaged places are told, and a studio that is right opens", async () => {
  const home = findHome({ UNDERSTUDY_HOME: folder });
  writeFileSync(home.library, "no database at all, and yet long enough".repeat(100));
  const { page } = await open();
  await page.getByRole("heading", { name: "The library is damaged" }).waitFor();
  await page.getByText("there is no backup of it", { exact: false }).waitFor();
  expect(await page.getByRole("button", { name: /Go back/ }).count()).toBe(0);
  rmSync(home.library);
  const places = join(folder, "places.json");
  writeFileSync(places, "{ half");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "It is not known where the studio’s folders are" }).waitFor();
  await page.getByRole("button", { name: "Show the file" }).waitFor();
  rmSync(places);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("navigation").waitFor();
  writeFileSync(places, "{ half");
  const notice = page.getByText("It is not written down any more where the folders are");
  await expect
    .poll(async () => {
      // As when the window is looked at again.
      await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
      return notice.count();
    })
    .toBe(1);
  await page.getByRole("button", { name: "Write it anew" }).click();
  await page.getByText("Written anew", { exact: false }).waitFor();
  expect(JSON.parse(readFileSync(places, "utf8"))).toEqual({});
});

test("a folder that cannot be used is told in the window, not by silence", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const { page } = await open(file);
  await page.getByRole("heading", { name: "This folder cannot be written" }).waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("alert").first().waitFor();
});
