/**
 * `renderer-memory-mb`: the memory of its own that the page's process has when one went through a library of
 * 100 000 items twice, every picture that came to rest being loaded, and then rests. `player-memory-growth`: what
 * it holds after the fiftieth player that was opened and closed over what it held after the fifth.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession, Page } from "playwright-core";
import { findHome } from "#main/home.ts";
import { seedLibrary } from "#main/library/seed-library.fixture.ts";
import { fileArgument, runFfmpeg } from "#native/ffmpeg/index.ts";
import { GENERATIONS, makeFullLibrary, openFullLibrary } from "./full-library.ts";
import { type HostWindow, openOnHost, STUDIO, withFolders } from "./host-window.ts";
import { median, type Row, rounded } from "./row.ts";

const PASSES = 2;
/** Places where a pass rests, and for how long: pages and pictures come. */
const STOPS = 100;
const REST_MS = 250;
/** So long after the last pass: Chromium collects its garbage when a page is quiet. */
const QUIET_MS = 20_000;
const PLAYERS = 50;

export async function rendererMemoryMb(): Promise<Row> {
  return withFolders(async (home) => {
    await makeFullLibrary(home);
    const { page, close } = await openFullLibrary(home);
    const memory = await watchMemory(page);
    const before = memory.own();
    const peaks: number[] = [];
    for (let pass = 0; pass < PASSES; pass++) peaks.push(await passThrough(page, memory.own));
    await page.waitForTimeout(QUIET_MS);
    const [own, resident] = [memory.own(), memory.resident()];
    await close();
    return {
      name: "renderer-memory-mb",
      value: rounded(own),
      unit: "MB",
      note: `limit 400; ${rounded(before)} before, at most ${peaks.map((peak) => rounded(peak)).join(" and ")} while ${PASSES} times through ${GENERATIONS} items; with the program's code and what else it shares ${rounded(resident)} at the end`,
    };
  });
}

/** Goes through the list from its beginning to its end; gives the most memory that was seen, MB. */
async function passThrough(page: Page, own: () => number): Promise<number> {
  let most = 0;
  for (let stop = 0; stop <= STOPS; stop++) {
    await page.getByRole("listbox").evaluate((element, share) => {
      const list = element as unknown as { scrollTop: number; scrollHeight: number };
      list.scrollTop = share * list.scrollHeight;
    }, stop / STOPS);
    await page.waitForTimeout(REST_MS);
    if (stop % 10 === 0) most = Math.max(most, own());
  }
  const loaded = await page.locator("[role=listbox] img[data-shown]").count();
  if (loaded === 0) throw new Error("no picture was loaded on the way");
  return most;
}

export async function playerMemoryGrowth(): Promise<Row> {
  return withFolders(async (home) => {
    const window = await openWithClip(home);
    const { page } = window;
    const memory = await watchMemory(page);
    const held: number[] = [];
    for (let player = 1; player <= PLAYERS; player++) {
      await openAndClosePlayer(page);
      if (player < 4 || (player > 6 && player <= PLAYERS - 3)) continue;
      await memory.collectGarbage();
      held.push(memory.resident());
    }
    const videos = await page.locator("video").count();
    await window.close();
    if (videos > 0) throw new Error("a player was not closed");
    // Single readings jump with the garbage collector.
    const [early, late] = [median(held.slice(0, 3)), median(held.slice(3))];
    return {
      name: "player-memory-growth",
      value: rounded(late / early, 3),
      unit: "x",
      note: `limit 1.05; ${rounded(early)} MB after the fifth player, ${rounded(late)} MB after player ${PLAYERS}`,
    };
  });
}

/** A studio with one clip of six seconds in its library, which is shown. */
async function openWithClip(home: string): Promise<HostWindow> {
  const clip = join(home, "clip.mp4");
  await runFfmpeg([
    ...["-f", "lavfi", "-i", "testsrc2=size=854x480:rate=24:duration=6"],
    ...["-f", "lavfi", "-i", "sine=frequency=330:duration=6", "-c:v", "libx264", "-pix_fmt", "yuv420p"],
    ...["-c:a", "aac", "-movflags", "+faststart", fileArgument(clip)],
  ]);
  // Another item besides: an empty studio would begin its sample.
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  await seedLibrary(findHome({ UNDERSTUDY_HOME: home }), { generations: 1, now: yesterday });
  const window = await openOnHost(STUDIO, { UNDERSTUDY_HOME: home });
  const { page } = window;
  await page.getByRole("button", { name: "Library" }).click();
  await page.evaluate(`understudy.call("library.import", { paths: [${JSON.stringify(clip)}] })`);
  await page.getByRole("option").nth(1).waitFor();
  await page.getByRole("option").first().click();
  return window;
}

/** Looks at the clip until it plays. */
async function openAndClosePlayer(page: Page): Promise<void> {
  await page.getByRole("listbox").press("Space");
  const video = page.locator("[role=dialog] video");
  await video.waitFor();
  await video.evaluate(async (element) => {
    const { currentTime } = element as unknown as { currentTime: number };
    if (currentTime === 0)
      await new Promise((resolve) => element.addEventListener("timeupdate", resolve, { once: true }));
  });
  await page.keyboard.press("Escape");
  await video.waitFor({ state: "detached" });
}

/** Readings of the page's process, MB. */
interface Memory {
  /** What is in memory of all that it uses. */
  resident(): number;
  /** What it wrote and no other process shares. */
  own(): number;
  collectGarbage(): Promise<void>;
}

async function watchMemory(page: Page): Promise<Memory> {
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const session = await page.context().newCDPSession(page);
  const pid = await pageProcess(browser);
  return {
    resident: () => kilobytes(pid, "Rss") / 1024,
    own: () => kilobytes(pid, "Private_Dirty") / 1024,
    async collectGarbage() {
      await session.send("HeapProfiler.collectGarbage");
      await page.waitForTimeout(1000);
    },
  };
}

/** The page's process: the largest of those that draw pages, of which one waits in reserve. */
async function pageProcess(browser: CDPSession): Promise<number> {
  const { processInfo } = await browser.send("SystemInfo.getProcessInfo");
  const pids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const [largest] = pids.sort((a, b) => kilobytes(b, "Rss") - kilobytes(a, "Rss"));
  if (largest === undefined) throw new Error("the page's process was not found");
  return largest;
}

function kilobytes(pid: number, field: string): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1]);
}
