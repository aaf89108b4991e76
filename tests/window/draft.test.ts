/** The Draft workspace in the studio's real window. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStudioWindow, type StudioWindow } from "./launch.ts";

/** Drafts are made in earnest meanwhile, by however many cores there are. */
const LONG_MS = 600_000;

let studio: StudioWindow;
let page: Page;

beforeAll(async () => {
  studio = await openStudioWindow();
  page = studio.page;
}, LONG_MS);
afterAll(() => studio?.close(), 60_000);

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

  it("takes a draft by Ctrl Enter, and cancels it", async () => {
    await page.getByRole("textbox", { name: "What is seen and heard" }).fill("a forest at dawn, birds");
    await page.keyboard.press("Control+Enter");
    const card = queue().getByRole("button", { name: /a forest at dawn/ });
    await card.waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await queue()
      .getByRole("button", { name: /a forest at dawn.*Cancelled/ })
      .waitFor({ timeout: 60_000 });
  }, 90_000);

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
