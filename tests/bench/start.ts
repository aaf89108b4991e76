/**
 * `start-over-bare-window` and `start-full-over-empty`: from the start of the process until the prompt can be
 * typed, against a window of one page on the same host, and with 100 000 generations against none.
 */
import { findHome } from "#main/home.ts";
import { openLibrary } from "#main/library/index.ts";
import { seedLibrary } from "#main/library/seed-library.fixture.ts";
import { layProgram, openOnHost, STUDIO, withFolders } from "./host-window.ts";
import { median, type Row, rounded } from "./row.ts";

const RUNS = 5;
const GENERATIONS = 100_000;

export async function startOverBareWindow(): Promise<Row> {
  return withFolders(async (bare, home) => {
    layProgram("bare-window", bare);
    await makeLibrary(home, 1);
    const [program, window] = await inTurns(
      () => startMs(STUDIO, home),
      () => startMs(bare, home),
    );
    const note = `<= 2: ${rounded(program)} ms against ${rounded(window)} ms, Chromium host, medians of ${RUNS}`;
    return { name: "start-over-bare-window", value: rounded(program / window, 2), unit: "x", note };
  });
}

export async function startFullOverEmpty(): Promise<Row> {
  return withFolders(async (full, empty) => {
    await makeLibrary(full, GENERATIONS);
    await makeLibrary(empty, 1);
    const [many, few] = await inTurns(
      () => startMs(STUDIO, full),
      () => startMs(STUDIO, empty),
    );
    const note = `<= 1.5: ${rounded(many)} ms with ${GENERATIONS} generations, ${rounded(few)} ms with one, medians of ${RUNS}`;
    return { name: "start-full-over-empty", value: rounded(many / few, 2), unit: "x", note };
  });
}

/** With one generation at least, so that the studio does not begin its sample. */
async function makeLibrary(root: string, generations: number): Promise<void> {
  const home = findHome({ UNDERSTUDY_HOME: root });
  (await openLibrary(home)).close();
  await seedLibrary(home, { generations, cameos: 0 });
}

/** Medians of two measurements that are made in turns, after one of each that warms the disk's cache. */
async function inTurns(
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run <= RUNS; run++) {
    const pair = [await first(), await second()] as const;
    if (run === 0) continue;
    times[0].push(pair[0]);
    times[1].push(pair[1]);
  }
  return [median(times[0]), median(times[1])];
}

/** Milliseconds until the program of `root` shows a text box that can be used. */
async function startMs(root: string, home: string): Promise<number> {
  const started = performance.now();
  const { page, close } = await openOnHost(root, { UNDERSTUDY_HOME: home });
  await page.locator("textarea").first().waitFor();
  await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))");
  const ms = performance.now() - started;
  await close();
  return ms;
}
