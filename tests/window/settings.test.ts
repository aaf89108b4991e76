/** Settings and packs in the studio's real window. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Hub, startHub } from "#main/packs/hub/hub.fixture.ts";
import { openStudioWindow, type StudioWindow } from "./launch.ts";

/** The sample draft is made meanwhile, and the pack is tried in earnest. */
const LONG_MS = 600_000;
/** One step; the pack is added within it. */
const STEP_MS = 60_000;
const LCM = fileURLToPath(new URL("../fixtures/packs/lcm", import.meta.url));

vi.setConfig({ testTimeout: LONG_MS });

let root: string;
let hub: Hub;
let releases: Awaited<ReturnType<typeof startReleases>>;
let studio: StudioWindow;
let page: Page;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "understudy-settings-"));
  hub = await startHub("somebody/lcm", filesOf(LCM));
  releases = await startReleases();
  mkdirSync(join(root, "bin"));
  const script = `#!/bin/sh\nfor text; do :; done; echo "$text" >> "${join(root, "notified")}"\n`;
  writeFileSync(join(root, "bin", "notify-send"), script, { mode: 0o755 });
  studio = await openStudioWindow({
    home: join(root, "home"),
    env: {
      ...{ HF_ENDPOINT: hub.url, HF_TOKEN: "" },
      UNDERSTUDY_RELEASES: releases.url,
      UNDERSTUDY_HOST_DIALOGS: join(root, "dialogs.json"),
      PATH: [join(root, "bin"), process.env.PATH].join(delimiter),
    },
  });
  page = studio.page;
  page.setDefaultTimeout(STEP_MS);
}, LONG_MS);
afterAll(async () => {
  await studio?.close();
  await hub?.close();
  await releases?.close().catch(() => {});
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

function filesOf(folder: string): Record<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(files.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

const saved = () =>
  JSON.parse(readFileSync(join(studio.home, "settings.json"), "utf8")) as Record<string, unknown>;
const open = (workspace: string) =>
  page.getByRole("navigation", { name: "Workspaces" }).getByText(workspace).click();
const section = (name: string) =>
  page.getByRole("navigation", { name: "Sections of the settings" }).getByRole("button", { name }).click();

/** What the desktop's notifications told of so far, where the host shows them by a program. */
const notified = () =>
  existsSync(join(root, "notified")) ? readFileSync(join(root, "notified"), "utf8").split("\n") : [];
const canHear = () => studio.host === "chromium";
/** Lets the window believe that another program is in front. */
const lookAway = () => page.evaluate("document.hasFocus = () => false");

/** Where new versions are published, for this test: counts who asks. */
async function startReleases() {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end("version: 99.0.0\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}/`, asked: () => asked, close };
}

it("switches the language at once, and back", async () => {
  await open("Settings");
  await page.getByRole("combobox", { name: "Language" }).click();
  await page.getByRole("option", { name: "简体中文" }).click();
  await page.getByRole("heading", { name: "外观" }).waitFor();
  await expect.poll(() => saved().language).toBe("zh-CN");
  await page.getByRole("combobox", { name: "语言" }).click();
  await page.getByRole("option", { name: "English" }).click();
  await page.getByRole("heading", { name: "Appearance" }).waitFor();
});

it("begins drafts as chosen, and offers prompts only while that is wanted", async () => {
  const length = page.getByRole("radio", { name: "4 s" });
  const history = page.getByRole("button", { name: "Recent prompts" });
  await section("Drafts");
  await page.getByRole("textbox", { name: "Length" }).fill("4");
  await expect.poll(() => saved().drafts).toMatchObject({ seconds: 4 });
  await open("Draft");
  expect(await length.isChecked()).toBe(true);
  expect(await history.count()).toBe(1);
  await open("Settings");
  await section("Privacy");
  await page.getByRole("button", { name: "Clear history" }).click();
  await page.getByText("0 prompts forgotten").waitFor();
  await page.getByRole("switch", { name: "Remember prompts" }).click({ force: true });
  await expect.poll(() => saved().promptHistory).toBe(false);
  await open("Draft");
  await length.waitFor({ state: "attached" });
  expect(await history.count()).toBe(0);
  await open("Settings");
});

it("takes a shortcut that is pressed, tells a conflict, and resets it", async () => {
  await section("Shortcuts");
  const keys = page.getByRole("button", { name: /^Change the keys of Go to Packs/ });
  await keys.click();
  await page.keyboard.press("Control+2");
  await page.getByText("Also used by Go to Library").waitFor();
  await keys.click();
  await page.keyboard.press("Control+Shift+P");
  await page.getByText("Also used by Go to Library").waitFor({ state: "detached" });
  await expect.poll(() => saved().shortcuts).toEqual({ "open.packs": "mod+shift+P" });
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("heading", { name: "Packs", exact: true }).waitFor();
  await open("Settings");
  await page.getByRole("button", { name: "Back to default: Go to Packs" }).click();
  await expect.poll(() => saved().shortcuts).toEqual({});
});

it("finds settings by a search", async () => {
  await page.getByRole("textbox", { name: "Search settings" }).fill("seed");
  await page.getByText("Video encoder").waitFor();
  expect(await page.getByText("Theme", { exact: true }).count()).toBe(0);
  await page.getByRole("textbox", { name: "Search settings" }).fill("xyzzy");
  await page.getByText("No setting fits").waitFor();
  await page.getByRole("button", { name: "Clear the search" }).click();
});

it("adds a pack from the hub, tells it by a notification, shows it, and removes it", async () => {
  await open("Packs");
  await lookAway();
  await page.waitForTimeout(1500);
  await page.getByRole("button", { name: "Add pack" }).click();
  await page.getByRole("textbox", { name: "From the Hugging Face hub" }).fill("somebody/lcm");
  await page.getByRole("button", { name: "Download" }).click();
  await page.getByText("Added and tried").waitFor();
  if (canHear()) await expect.poll(notified).toContain("lcm");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const detail = page.getByRole("article", { name: "lcm", exact: true });
  await detail.getByText("LCMScheduler").waitFor();
  const { violations } = await new AxeBuilder({ page: page as never })
    .setLegacyMode(true)
    .include("article")
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await detail.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("lcm was removed").waitFor();
  await expect.poll(() => existsSync(join(studio.home, "packs", "lcm"))).toBe(false);
});

it("tells an unknown repository in words of the window, and by no notification when none is wanted", async () => {
  await open("Settings");
  await section("Notifications");
  await page.getByRole("switch", { name: "Packs" }).click({ force: true });
  await expect.poll(() => saved().notifications).toEqual({ drafts: true, downloads: false });
  await open("Packs");
  await page.getByRole("button", { name: "Add pack" }).click();
  await page.getByRole("textbox", { name: "From the Hugging Face hub" }).fill("somebody/nobody");
  await page.getByRole("button", { name: "Download" }).click();
  await page.getByText("There is no somebody/nobody on the hub").waitFor();
  await page.getByRole("button", { name: "Take off the list" }).last().click();
  expect(notified()).not.toContain("somebody/nobody");
});

it("takes what is dropped on Packs: where the host cannot tell its place, it says so and lets choose", async () => {
  await page.evaluate(`(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "my-pack.zip"));
    const target = document.querySelector("main h1");
    target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  })()`);
  await page.getByRole("dialog").getByText("Choose “my-pack.zip” here instead").waitFor();
  await page.getByRole("button", { name: /^A folder/ }).waitFor();
  await page.keyboard.press("Escape");
});

/** Whether the file of the library's first item can be loaded by the page. */
const firstPlays = () =>
  page.evaluate<boolean>(`(async () => {
    const value = async (name, input) => (await understudy.call(name, input)).value;
    const { rows } = await value("library.page", { query: {}, offset: 0, limit: 1 });
    const { url } = await value("library.item", { id: rows[0].id });
    return (await fetch(url)).ok;
  })()`);

it("moves media to another folder and back, with the library still at work", async ({ skip }) => {
  if (studio.host !== "chromium") skip("Electron's dialogs are the system's");
  const target = join(root, "elsewhere");
  mkdirSync(target);
  writeFileSync(join(root, "dialogs.json"), JSON.stringify([{ canceled: false, filePaths: [target] }]));
  await open("Library");
  await page.getByRole("option").first().waitFor();
  await page.getByRole("button", { name: /^Storage/ }).click();
  await page.getByRole("heading", { name: "Storage" }).waitFor();
  const move = async (to: string) => {
    await page.getByRole("button", { name: "Move Media" }).click();
    await page.getByRole("menuitem", { name: to }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Move" }).click();
  };
  const folder = join(target, "Understudy", "media");
  await move("To another folder or disk…");
  await page.getByText(folder, { exact: true }).waitFor();
  await expect.poll(() => existsSync(join(studio.home, "media"))).toBe(false);
  expect(await firstPlays()).toBe(true);
  await page.getByRole("button", { name: "Move Media" }).waitFor();
  await move("Back to the studio's folder");
  await page.getByText(join(studio.home, "media"), { exact: true }).waitFor();
  await expect.poll(() => existsSync(folder)).toBe(false);
  expect(await firstPlays()).toBe(true);
});

it("lists the trash apart, and empties it when that is confirmed", async () => {
  await page.evaluate(`understudy.call("library.trash", { selection: { query: {} } })`);
  await open("Library");
  await page.getByRole("button", { name: /^Storage/ }).click();
  await page.getByRole("button", { name: "Clean: Trash" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Empty the trash" }).click();
  await page.getByText(/came free$/).waitFor();
  const left = await page.evaluate<number>(
    `understudy.call("library.facets").then(({ value }) => value.trash)`,
  );
  expect(left).toBe(0);
});

it("asks for a newer version when that is pressed, and opens the releases", async () => {
  await section("About");
  await page.getByText(`Asks ${new URL(releases.url).host} once.`, { exact: false }).waitFor();
  expect(releases.asked()).toBe(0);
  await page.getByRole("button", { name: "Check for updates" }).click();
  await page.getByText("Version 99.0.0 is there").waitFor();
  expect(releases.asked()).toBe(1);
  await page.getByRole("button", { name: "Open the releases" }).waitFor();
  await releases.close();
  await page.getByRole("button", { name: "Check for updates" }).click();
  await page.getByText("could not be asked").waitFor();
});
