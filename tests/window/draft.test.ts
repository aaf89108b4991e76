/** The Draft workspace in the studio's real window. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStudioWindow, type StudioWindow } from "./launch.ts";

/** Drafts are made in earnest meanwhile, by however many cores there are. */
const LONG_MS = 600_000;

let studio: StudioWindow;
let page: Page;

/** A folder of the user's, with the answers of dialogs and a program that shows folders. */
let outside: string;
let dialogs: string;
/** What that program was told to show. */
let opened: string;

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), "understudy-outside-"));
  dialogs = join(outside, "dialogs.json");
  opened = join(outside, "opened.txt");
  const opener = join(outside, process.platform === "darwin" ? "open" : "xdg-open");
  writeFileSync(opener, `#!/bin/sh\necho "$1" >> "${opened}"\n`, { mode: 0o755 });
  studio = await openStudioWindow({
    env: { UNDERSTUDY_HOST_DIALOGS: dialogs, PATH: `${outside}${delimiter}${process.env.PATH}` },
  });
  page = studio.page;
}, LONG_MS);
afterAll(async () => {
  await studio?.close();
  rmSync(outside, { recursive: true, force: true });
}, 60_000);

const position = () => page.getByRole("slider", { name: "Position" });
const queue = () => page.getByRole("region", { name: "Queue" });

async function shownFrame(): Promise<number> {
  return Number(await position().inputValue());
}

describe("the Draft workspace", () => {
  beforeAll(() => page.setDefaultTimeout(LONG_MS));

  it(
    "makes a sample by itself on the first run, and plays it",
    async () => {
      await position().waitFor({ timeout: LONG_MS });
      expect(
        await queue()
          .getByRole("button", { name: /a red sun.*Done/ })
          .count(),
      ).toBe(1);
      await page.getByText("Nothing leaves this machine").waitFor();
    },
    LONG_MS,
  );

  it("keeps a prompt that is too long, says by how much, and drafts nothing of it", async () => {
    const prompt = page.getByRole("textbox", { name: "What is seen and heard" });
    const text = `${"waves on the shore ".repeat(110)}end`;
    await prompt.fill(text);
    await page.getByText("93 characters too many").waitFor();
    await prompt.press("Control+Enter");
    expect(await prompt.inputValue()).toBe(text);
    expect(
      await queue()
        .getByRole("button", { name: /waves on the shore/ })
        .count(),
    ).toBe(0);
    await prompt.fill("");
  });

  it("steps frame by frame, and jumps to both ends", async () => {
    const player = page.getByRole("region", { name: "Player" });
    await player.focus();
    await page.keyboard.press("k");
    await page.keyboard.press("Home");
    expect(await shownFrame()).toBe(0);
    for (let frame = 1; frame <= 5; frame++) {
      await page.keyboard.press("ArrowRight");
      await expect.poll(shownFrame).toBe(frame);
    }
    await page.keyboard.press("ArrowLeft");
    await expect.poll(shownFrame).toBe(4);
    await page.keyboard.press("End");
    await expect.poll(shownFrame).toBe(95);
    const seconds = await page
      .locator("video")
      .evaluate((video) => (video as unknown as { currentTime: number }).currentTime);
    expect(seconds).toBeCloseTo(95.5 / 24, 3);
  });

  it("saves a copy where the user wants it, and says when the folder cannot be shown", async () => {
    const target = join(outside, "sunset.mp4");
    writeFileSync(dialogs, JSON.stringify([{ canceled: false, filePath: join(outside, "sunset") }]));
    await page.keyboard.press("Control+s");
    await page.getByText(`Saved as ${target}`).waitFor();
    const [clip] = readdirSync(join(studio.home, "media"), { recursive: true, withFileTypes: true }).filter(
      ({ name }) => name.endsWith(".mp4"),
    );
    expect(readFileSync(target)).toEqual(readFileSync(join(clip!.parentPath, clip!.name)));
    rmSync(target);
    await page.getByRole("button", { name: "Show in folder" }).click();
    await page.getByText("A file is not there any more").waitFor();
    await page.getByRole("button", { name: "Close" }).last().click();
  });

  it("goes to the clip in the library, and to its folder from there", async () => {
    await page.getByRole("button", { name: "More for this clip" }).click();
    await page.getByRole("menuitem", { name: "Show in library" }).click();
    const item = page.getByRole("option", { selected: true });
    await item.filter({ hasText: "a red sun" }).waitFor();
    await page
      .getByRole("complementary", { name: "Details of the selection" })
      .getByText("a red sun")
      .waitFor();
    await item.click({ button: "right" });
    await page.getByRole("menuitem", { name: "Show in folder" }).click();
    const shownFolders = () => (existsSync(opened) ? readFileSync(opened, "utf8") : "");
    await expect.poll(shownFolders, { timeout: 20_000 }).toContain(join(studio.home, "media"));
    await page.getByRole("navigation", { name: "Workspaces" }).getByText("Draft").click();
    await position().waitFor();
  });

  it("remixes from the frame that is seen", async () => {
    await page.getByRole("region", { name: "Player" }).focus();
    // The clip has just been opened again: until it has been loaded, it may still begin to play.
    const secondFrame = async () => {
      for (const key of ["k", "Home", "ArrowRight"]) await page.keyboard.press(key);
      await page.waitForTimeout(200);
      return shownFrame();
    };
    await expect.poll(secondFrame, { timeout: 20_000 }).toBe(1);
    await page.getByRole("button", { name: "Remix from here" }).click();
    await page.getByText("Remix from frame 2").waitFor();
    const prompt = page.getByRole("textbox", { name: "What is seen and heard" });
    expect(await prompt.inputValue()).toMatch(/^a red sun/);
  });

  it("starts from a picture that is dropped anywhere, and tells what is none", async () => {
    const drop = async (script: string) => {
      const dataTransfer = await page.evaluateHandle(`(async () => {
        const transfer = new DataTransfer();
        transfer.items.add(${script});
        return transfer;
      })()`);
      const stage = page.getByRole("region", { name: "Player" });
      await stage.dispatchEvent("dragover", { dataTransfer });
      await page.getByText("Drop to start from this picture").waitFor();
      await stage.dispatchEvent("drop", { dataTransfer });
    };
    const canvas = "new OffscreenCanvas(64, 48)";
    const card = `((canvas) => (canvas.getContext("2d").fillRect(8, 8, 32, 32), canvas))(${canvas})`;
    await drop(`new File([await ${card}.convertToBlob()], "card.png", { type: "image/png" })`);
    await page.getByText("Starts from a picture").waitFor();
    await page.getByText("card.png").waitFor();
    await drop(`new File(["words"], "words.txt", { type: "text/plain" })`);
    await page.getByText("This file cannot be read").waitFor();
    await page.getByRole("button", { name: "Close" }).last().click();
  });

  it("starts from a clip of the library", async () => {
    await page.getByRole("button", { name: "Start from a picture (or drop or paste one)" }).click();
    await page.getByRole("menuitem", { name: "From the library…" }).click();
    const dialog = page.getByRole("dialog", { name: "Start from a picture of the library" });
    await dialog.getByRole("textbox").fill("gulls");
    await dialog.getByRole("button", { name: /a red sun/ }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("card.png").waitFor({ state: "detached" });
    await page.getByText("Starts from a picture").waitFor();
    await page.getByRole("button", { name: "Do not start from this" }).click();
  });

  it("takes a draft by Ctrl Enter, and cancels it", async () => {
    await page.getByRole("textbox", { name: "What is seen and heard" }).fill("a forest at dawn, birds");
    await page.keyboard.press("Control+Enter");
    const card = queue().getByRole("button", { name: /a forest at dawn/ });
    await card.waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await queue()
      .getByRole("button", { name: /a forest at dawn.*Cancelled/ })
      .waitFor({ timeout: 60_000 });
    await page.getByText("Draft cancelled").waitFor();
  }, 90_000);

  it(
    "lets the cancelling be taken back",
    async () => {
      await page.getByRole("button", { name: "Undo" }).last().click();
      await page.getByRole("button", { name: "Cancel", exact: true }).click();
      await queue()
        .getByRole("button", { name: /a forest at dawn.*Cancelled/ })
        .waitFor();
    },
    LONG_MS,
  );

  it("has nothing that axe objects to", async () => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
  });

  it(
    "holds no video of players that were closed",
    async () => {
      const done = queue().getByRole("button", { name: /a red sun.*Done/ });
      const cancelled = queue().getByRole("button", { name: /Cancelled/ });
      const client = await page.context().newCDPSession(page);
      const held = async () => {
        await client.send("HeapProfiler.collectGarbage");
        const { nodes } = await client.send("Memory.getDOMCounters");
        return nodes;
      };
      const openAndClose = async () => {
        await done.click();
        await page.locator("video").waitFor();
        await cancelled.click();
        await page.locator("video").waitFor({ state: "detached" });
      };
      for (let i = 0; i < 5; i++) await openAndClose();
      const before = await held();
      for (let i = 0; i < 50; i++) await openAndClose();
      expect(await held()).toBeLessThan(before * 1.1 + 50);
    },
    LONG_MS,
  );
});
