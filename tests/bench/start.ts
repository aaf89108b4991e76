/**
 * `start-over-bare-window` and `start-full-over-empty`: from the start of the process until the prompt can be
 * typed, against a window of one page on the same host, and with 100 000 generations against none.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { findHome } from "#main/home.ts";
import { openLibrary } from "#main/library/index.ts";
import { seedLibrary } from "#main/library/seed-library.fixture.ts";
import { buildProgram } from "../../build/program.ts";
import { findChromium } from "../../main/doctor/browsers.ts";
import { ensureDisplay } from "../window/display.ts";
import { median, type Row, rounded } from "./row.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BARE = fileURLToPath(new URL("bare-window", import.meta.url));
const RUNS = 5;
const GENERATIONS = 100_000;

export async function startOverBareWindow(): Promise<Row> {
  return withFolders(async (bare, home) => {
    await makeLibrary(home, 1);
    const [program, window] = await inTurns(
      () => startMs(ROOT, home),
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
      () => startMs(ROOT, full),
      () => startMs(ROOT, empty),
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

async function withFolders(work: (first: string, second: string) => Promise<Row>): Promise<Row> {
  await buildProgram(ROOT);
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "understudy-start-"))) as [string, string];
  // The display is let go by Node: without this, the bench would end while it waits.
  const alive = setInterval(() => {}, 1000);
  cpSync(BARE, folders[0], { recursive: true });
  mkdirSync(join(folders[0], "dist"));
  cpSync(join(ROOT, "dist", "host"), join(folders[0], "dist", "host"), { recursive: true });
  try {
    return await work(...folders);
  } finally {
    clearInterval(alive);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
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
  const { detail } = await findChromium();
  const env = {
    ...process.env,
    ...{ DISPLAY: await ensureDisplay(), UNDERSTUDY_HOME: home, UNDERSTUDY_HOST_DEBUG: "1" },
  };
  const started = performance.now();
  const args = ["--disable-warning=ExperimentalWarning", join(BARE, "run.ts"), root, detail];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const browser = await chromium.connectOverCDP(await endpointOf(child));
  const context = browser.contexts()[0]!;
  const page = context.pages()[0] ?? (await context.waitForEvent("page"));
  await page.locator("textarea").first().waitFor();
  await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))");
  const ms = performance.now() - started;
  await page.close().catch(() => undefined);
  await gone;
  return ms;
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.once("exit", (code) => reject(new Error(`the window's program ended with code ${code}:\n${text}`)));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
  });
}
