/**
 * `npm run screens`: pictures of every workspace, in both themes, both languages and two window sizes, into
 * docs/screens/. They are of a real studio with real drafts, made on the spot; look at them before they are kept.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import type { Settings } from "#contract/settings.ts";
import { openStudioWindow } from "./launch.ts";

const FOLDER = fileURLToPath(new URL("../../docs/screens", import.meta.url));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];
const WORKSPACES = ["draft", "library", "packs", "settings"] as const;
const DRAFTS = [
  "a rainy street at night, neon lights, slow push in, traffic",
  "a misty forest at dawn, birds, a stream, watercolour",
  "雪山湖泊的黄昏，风声，镜头向右平移",
  "a blue planet among the stars, slow orbit, low hum, anime",
  "a desert at noon with a zebra, wind, oil painting",
];
const DRAFT_LIMIT_MS = 10 * 60_000;

type Call = (name: string, input?: unknown) => Promise<unknown>;

/** Calls the main process as the window does. */
const callIn =
  (page: Page): Call =>
  (name, input) =>
    page.evaluate(
      ([name, input]) =>
        (
          globalThis as unknown as {
            understudy: { call(name: unknown, input: unknown): Promise<{ value: unknown }> };
          }
        ).understudy
          .call(name, input)
          .then(({ value }) => value),
      [name, input] as const,
    );

/** Drafts what is to be seen, and waits for the last of it. */
async function fillLibrary(call: Call): Promise<void> {
  for (const prompt of DRAFTS) await call("queue.draft", { prompt, seconds: 4 });
  const end = Date.now() + DRAFT_LIMIT_MS;
  for (;;) {
    const { jobs } = (await call("queue.state")) as { jobs: { phase: string }[] };
    if (jobs.length >= DRAFTS.length && jobs.every(({ phase }) => phase === "done")) return;
    if (Date.now() > end) throw new Error(`the drafts did not end: ${JSON.stringify(jobs)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

// The window is let go by Node: without this, it would end while it waits.
const alive = setInterval(() => {}, 1000);
const studio = await openStudioWindow();
const { page } = studio;
const call = callIn(page);
await page.getByRole("navigation").waitFor();
await fillLibrary(call);
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const language of ["en", "zh-CN"] as const) {
  for (const theme of ["dark", "light"] as const) {
    await call("settings.set", { language, theme } satisfies Partial<Settings>);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const [index, workspace] of WORKSPACES.entries()) {
        await page.getByRole("navigation").getByRole("button").nth(index).click();
        if (workspace === "library") await page.getByRole("option").nth(1).click();
        await page.waitForTimeout(1500);
        const path = join(FOLDER, `${workspace}-${language}-${theme}-${size.width}.jpg`);
        await page.screenshot({ path, type: "jpeg", quality: 82 });
      }
    }
  }
}
await studio.close();
clearInterval(alive);
process.exit(0);
