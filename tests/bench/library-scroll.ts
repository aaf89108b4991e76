/**
 * `library-scroll-longest-gap-ms`: the longest time without a new frame while one scrolls through a library of
 * 100 000 items, by the wheel and by dragging the scrollbar. The note tells how frames are to those of a bare
 * list of the same pictures on the same host, in which the machine's own slowness cancels.
 */
import { join } from "node:path";
import type { CDPSession, Page } from "playwright-core";
import {
  GENERATIONS,
  listBox,
  makeFullLibrary,
  makePictures,
  openFullLibrary,
  PICTURES,
} from "./full-library.ts";
import { layProgram, openOnHost, withFolders } from "./host-window.ts";
import { median, percentile, type Row, rounded } from "./row.ts";

const ROUNDS = 3;
/** Pixels a second: a row of pictures every fifteenth of a second. */
const WHEEL_SPEED = 3000;
const WHEEL_PIXELS = 12_000;
const DRAG_MS = 4000;
/** From one end of the scrollbar to where the drag ends. */
const DRAG_SHARE = 0.85;
const FRAME_MS = 1000 / 60;

/** Times between frames, of each way to scroll. */
interface Gaps {
  wheel: number[];
  drag: number[];
}

export async function libraryScroll(): Promise<Row> {
  return withFolders(async (home, bare) => {
    await makeFullLibrary(home);
    layProgram("bare-list", bare);
    await makePictures(bare);
    const studio: Gaps[] = [];
    const list: Gaps[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const window = await openFullLibrary(home);
      studio.push(await gapsOf(window.page));
      await window.close();
      const plain = await openOnHost(bare, {
        UNDERSTUDY_HOME: join(bare, "home"),
        BARE_LIST_PICTURES: String(PICTURES),
      });
      await plain.page.locator("img").first().waitFor();
      list.push(await gapsOf(plain.page));
      await plain.close();
    }
    const longest = (way: keyof Gaps, all: Gaps[]) => median(all.map((gaps) => Math.max(...gaps[way])));
    const p95 = (way: keyof Gaps, all: Gaps[]) =>
      percentile(
        all.flatMap((gaps) => gaps[way]),
        0.95,
      );
    const told = (way: keyof Gaps) =>
      `${way} ${rounded(longest(way, studio))} ms (bare list ${rounded(longest(way, list))}), p95 ${rounded(p95(way, studio))} ms (${rounded(p95(way, studio) / p95(way, list), 2)} x the bare list's)`;
    return {
      name: "library-scroll-longest-gap-ms",
      value: rounded(Math.max(longest("wheel", studio), longest("drag", studio))),
      unit: "ms",
      note: `limit ${rounded(50 + FRAME_MS)}: no frame is late by more than 50; medians of ${ROUNDS} rounds through ${GENERATIONS} items; ${told("wheel")}; ${told("drag")}`,
    };
  });
}

async function gapsOf(page: Page): Promise<Gaps> {
  const session = await page.context().newCDPSession(page);
  // What is compiled and loaded once is so for every list.
  await wheel(page, session);
  const wheeled = await recorded(page, () => wheel(page, session));
  const dragged = await recorded(page, () => drag(page, session));
  return { wheel: wheeled, drag: dragged };
}

/** Milliseconds between the frames of the page while `work` runs. */
async function recorded(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(`{
    const times = (globalThis.frameTimes = []);
    const tick = (now) => { times.push(now); globalThis.frame = requestAnimationFrame(tick); };
    globalThis.frame = requestAnimationFrame(tick);
  }`);
  await work();
  const times = (await page.evaluate("cancelAnimationFrame(frame), frameTimes")) as number[];
  return times.slice(1).map((time, i) => time - times[i]!);
}

async function wheel(page: Page, session: CDPSession): Promise<void> {
  const { x, y, width, height } = await listBox(page);
  await moves(page, () =>
    session.send("Input.synthesizeScrollGesture", {
      ...{ x: x + width / 2, y: y + height / 2, yDistance: -WHEEL_PIXELS, speed: WHEEL_SPEED },
      gestureSourceType: "mouse",
    }),
  );
}

/** Takes the scrollbar from the beginning towards the end of the list, in steps of a frame. */
async function drag(page: Page, session: CDPSession): Promise<void> {
  const list = page.getByRole("listbox");
  await list.evaluate((element) =>
    (element as unknown as { scrollTo(x: number, y: number): void }).scrollTo(0, 0),
  );
  await page.waitForTimeout(500);
  const { x, y, width, height } = await listBox(page);
  // On the thumb: below the arrow, and where no edge of a panel lies over the scrollbar.
  const at = { x: x + width - 8, button: "left", buttons: 1, clickCount: 1 } as const;
  const top = y + 17;
  await moves(page, async () => {
    await session.send("Input.dispatchMouseEvent", { type: "mousePressed", y: top, ...at });
    const steps = Math.round(DRAG_MS / FRAME_MS);
    const started = performance.now();
    for (let step = 1; step <= steps; step++) {
      const share = (step / steps) * DRAG_SHARE;
      void session.send("Input.dispatchMouseEvent", { type: "mouseMoved", y: top + share * height, ...at });
      await page.waitForTimeout(Math.max(0, started + step * FRAME_MS - performance.now()));
    }
    await session.send("Input.dispatchMouseEvent", {
      type: "mouseReleased",
      y: top + DRAG_SHARE * height,
      ...at,
    });
  });
}

/** Does `work`, and makes sure that it scrolled. */
async function moves(page: Page, work: () => Promise<unknown>): Promise<void> {
  const top = () =>
    page.getByRole("listbox").evaluate((element) => (element as unknown as { scrollTop: number }).scrollTop);
  const before = await top();
  await work();
  if (Math.abs((await top()) - before) < WHEEL_PIXELS / 2) throw new Error("the list did not scroll");
}
