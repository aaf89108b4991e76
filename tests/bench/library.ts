/**
 * `library-page-p95-ms`, `library-search-p95-ms`: how long the main thread is held by what the window asks most.
 * `library-select-all-blocked-ms`: its longest pause while everything that is selected is read.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { LibraryQuery } from "#contract/library.ts";
import { childSeed, random } from "#contract/random.ts";
import { LOOKS } from "#contract/scenery.ts";
import { findHome } from "#main/home.ts";
import { openLibrary, type Repositories } from "#main/library/index.ts";
import { seedLibrary } from "#main/library/seed-library.fixture.ts";
import { percentile, type Row, rounded } from "./row.ts";

const GENERATIONS = 100_000;
const CAMEOS = 1_000;
const PAGE = 100;
const RUNS = 60;
const WORDS = [
  "fox",
  "lighthouse",
  "sea",
  "noir dusk",
  "su",
  "slow",
  "大海",
  "黄昏 水彩",
  "纸船",
  "灯塔 夜",
  "cat rain",
  "favourite",
];

type Items = Repositories["items"];

/** Opens a seeded library once for both rows. */
async function withSeeded<Result>(work: (items: Items) => Promise<Result>): Promise<Result> {
  const root = mkdtempSync(join(tmpdir(), "understudy-bench-"));
  const home = findHome({ UNDERSTUDY_HOME: root });
  await seedLibrary(home, { generations: GENERATIONS, cameos: CAMEOS });
  const library = await openLibrary(home);
  try {
    return await work((await library.repositories()).items);
  } finally {
    library.close();
    rmSync(root, { recursive: true });
  }
}

/** The 95th percentile of `RUNS` pages, each asked for as after a change: nothing is remembered. */
function p95(
  items: Items,
  ask: (run: number) => [Partial<LibraryQuery>, number],
  remembered = false,
): number {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const [narrowed, offset] = ask(run);
    const query = LibraryQuery.parse(narrowed);
    if (!remembered) items.changed();
    const started = performance.now();
    items.page(query, offset, PAGE);
    times.push(performance.now() - started);
  }
  return percentile(times, 0.95);
}

export async function libraryPageP95Ms(): Promise<Row> {
  return withSeeded(async (items) => {
    const facets = await items.facets();
    const roll = random(childSeed(1, "bench"));
    const first = p95(items, () => [{}, 0]);
    const filter = p95(items, (run) => [filters(facets, run), 0]);
    const scroll = p95(items, () => [{}, Math.floor(roll() * (GENERATIONS - PAGE))], true);
    const filteredScroll = p95(items, () => [{ rating: 1 }, Math.floor(roll() * 20_000)], true);
    return {
      name: "library-page-p95-ms",
      value: rounded(first, 1),
      unit: "ms",
      note: `limit 16; first page of ${GENERATIONS}; filter ${rounded(filter, 1)}, deep scroll ${rounded(scroll, 1)}, deep scroll in a filter ${rounded(filteredScroll, 1)}`,
    };
  });
}

function filters(facets: Awaited<ReturnType<Items["facets"]>>, run: number): Partial<LibraryQuery> {
  const day = 24 * 60 * 60 * 1000;
  const all: Partial<LibraryQuery>[] = [
    { looks: [LOOKS[run % LOOKS.length]!] },
    { packs: ["sd-turbo"] },
    { rating: 4 },
    { tags: [facets.tags[run % facets.tags.length]!.value] },
    { collection: facets.collections[run % facets.collections.length]!.id },
    { cameos: [facets.cameos[(run * 37) % facets.cameos.length]!.id] },
    { from: Date.now() - 90 * day, looks: ["noir"], rating: 3 },
    { tags: ["favourite"], looks: ["anime", "oil"], rating: 1 },
  ];
  return all[run % all.length]!;
}

export async function librarySearchP95Ms(): Promise<Row> {
  return withSeeded(async (items) => {
    const search = p95(items, (run) => [{ search: WORDS[run % WORDS.length]! }, 0]);
    const narrowed = p95(items, (run) => [
      { search: WORDS[run % WORDS.length]!, rating: 1, looks: ["ink"] },
      0,
    ]);
    return {
      name: "library-search-p95-ms",
      value: rounded(search, 1),
      unit: "ms",
      note: `limit 16; first page of ${GENERATIONS}, ${WORDS.length} searches in two languages; with filters ${rounded(narrowed, 1)}`,
    };
  });
}

export async function librarySelectAllBlockedMs(): Promise<Row> {
  return withSeeded(async (items) => {
    const worst: number[] = [];
    for (const narrowed of [{}, { search: "su" }, { rating: 1 }]) {
      const delay = monitorEventLoopDelay({ resolution: 2 });
      delay.enable();
      await sleep(20);
      await items.selectedIds({ query: LibraryQuery.parse(narrowed), except: [] });
      await sleep(20);
      delay.disable();
      worst.push(delay.max / 1e6);
    }
    return {
      name: "library-select-all-blocked-ms",
      value: rounded(Math.max(...worst), 1),
      unit: "ms",
      note: `limit 50; the worst of ${worst.map((ms) => rounded(ms, 1)).join(", ")}: all of ${GENERATIONS}, those of a search, those of a filter`,
    };
  });
}
