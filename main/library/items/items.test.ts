import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LibraryQuery } from "#contract/library.ts";
import { findHome, type Home } from "#main/home.ts";
import { type Library, openLibrary, type Repositories } from "#main/library/index.ts";
import { seedLibrary } from "../seed-library.fixture.ts";
import { planQuery, sqlOf } from "./query.ts";

const COUNT = 400;

let root: string;
let home: Home;
let library: Library;
let items: Repositories["items"];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "understudy-items-"));
  home = findHome({ UNDERSTUDY_HOME: root });
  await seedLibrary(home, { generations: COUNT, cameos: 20 });
  library = await openLibrary(home);
  items = (await library.repositories()).items;
});
afterEach(() => {
  library.close();
  rmSync(root, { recursive: true, force: true });
});

const query = (narrowed: Partial<LibraryQuery> = {}) => LibraryQuery.parse(narrowed);
const all = (narrowed: Partial<LibraryQuery> = {}) => items.page(query(narrowed), 0, COUNT);

describe("pages", () => {
  it("give the same rows at any offset, from either end, forwards and backwards", () => {
    const newest = all().rows.map(({ id }) => id);
    expect(newest).toHaveLength(COUNT);
    for (const offset of [0, 7, 200, 399, 390, 120, 121, 0]) {
      const page = items.page(query(), offset, 20);
      expect(page.total).toBe(COUNT);
      expect(page.rows.map(({ id }) => id)).toEqual(newest.slice(offset, offset + 20));
    }
    for (const offset of [0, 300, 395, 10]) {
      const rows = items.page(query({ order: "oldest" }), offset, 20).rows;
      expect(rows.map(({ id }) => id)).toEqual(newest.toReversed().slice(offset, offset + 20));
    }
    expect(items.page(query(), COUNT, 20).rows).toEqual([]);
  });

  it("are in the order of time", () => {
    const times = all().rows.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it("know where an item stands", () => {
    const { rows } = all({ rating: 1 });
    expect(items.offsetOf(query({ rating: 1 }), rows[13]!.id)).toBe(13);
    expect(items.offsetOf(query({ rating: 1, order: "oldest" }), rows[13]!.id)).toBe(rows.length - 14);
    const unrated = all().rows.find(({ rating }) => rating === 0)!;
    expect(items.offsetOf(query({ rating: 1 }), unrated.id)).toBeNull();
  });

  it("notice what another process changed", () => {
    expect(all().total).toBe(COUNT);
    const other = new Sqlite(home.library);
    other.exec("UPDATE items SET state = 'trash' WHERE seq = (SELECT max(seq) FROM items)");
    other.close();
    expect(all().total).toBe(COUNT - 1);
  });
});

describe("filters", () => {
  it("keep what fits, and count it as the facets do", async () => {
    const facets = await items.facets();
    const everything = all().rows;
    for (const { value, count } of facets.looks) {
      const { rows, total } = all({ looks: [value as "noir"] });
      expect(total).toBe(count);
      expect(rows).toEqual(everything.filter(({ look }) => look === value));
    }
    for (const { value, count } of facets.packs) expect(all({ packs: [value] }).total).toBe(count);
    for (const { value, count } of facets.tags) expect(all({ tags: [value] }).total).toBe(count);
    for (const { id, count } of facets.collections) expect(all({ collection: id }).total).toBe(count);
    for (const { id, count } of facets.cameos) expect(all({ cameos: [id] }).total).toBe(count);
    expect(all({ rating: 3 }).rows).toEqual(everything.filter(({ rating }) => rating >= 3));
    const [middle] = everything.slice(200);
    expect(all({ from: middle!.createdAt }).total).toBe(201);
    expect(all({ to: middle!.createdAt }).total).toBe(199);
  });

  it("combine, whatever drives them", async () => {
    const facets = await items.facets();
    const [one, two] = facets.cameos.filter(({ count }) => count > 0);
    const either = all({ cameos: [one!.id, two!.id] }).rows.map(({ id }) => id);
    const apart = [one!, two!].flatMap(({ id }) => all({ cameos: [id] }).rows.map((row) => row.id));
    expect(new Set(either)).toEqual(new Set(apart));
    const { rows } = all({ tags: ["favourite"], looks: ["noir", "ink"], rating: 1, search: "a" });
    const wanted = all({ tags: ["favourite"] }).rows.filter(
      ({ look, rating }) => (look === "noir" || look === "ink") && rating >= 1,
    );
    const searched = new Set(all({ search: "a" }).rows.map(({ id }) => id));
    expect(rows).toEqual(wanted.filter(({ id }) => searched.has(id)));
  });

  it("find words of prompts, storyboards and tags, in both languages", async () => {
    expect(all({ search: "黄昏" }).rows).toEqual(all({ search: "dusk" }).rows);
    const [row] = all().rows;
    await items.tag({ ids: [row!.id] }, ["Zanzibar 桑给巴尔"], []);
    expect(all({ search: "zanz" }).rows.map(({ id }) => id)).toEqual([row!.id]);
    expect(all({ search: "桑给" }).rows.map(({ id }) => id)).toEqual([row!.id]);
    expect(all({ search: "…" }).total).toBe(0);
  });

  it("are walked along indices", () => {
    const database = new Sqlite(home.library, { readonly: true });
    const explain = (narrowed: Partial<LibraryQuery>) => {
      const plan = planQuery(query(narrowed))!;
      const sql = sqlOf(plan, `${plan.seq} AS seq`, `ORDER BY ${plan.seq} DESC LIMIT 100`);
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...plan.parameters) as {
        detail: string;
      }[];
      return steps.map(({ detail }) => detail).join("\n");
    };
    const collection = "00000000-0000-7000-8000-000000000000";
    const walks: Partial<LibraryQuery>[] = [
      {},
      { order: "oldest" },
      { looks: ["noir"], rating: 3, packs: ["backlot"], kinds: ["generation"] },
      { search: "sea" },
      { search: "sea", looks: ["noir"], tags: ["favourite"] },
      { tags: ["favourite"] },
      { tags: ["favourite", "reel"], rating: 2 },
      { collection },
      { cameos: [collection] },
      { place: "trash" },
    ];
    for (const walk of walks) {
      const steps = explain(walk);
      expect(steps, JSON.stringify(walk)).not.toMatch(/TEMP B-TREE/);
      expect(steps, JSON.stringify(walk)).not.toMatch(
        /^SCAN (?!itemWords VIRTUAL|items USING COVERING INDEX)/m,
      );
    }
    database.close();
  });
});

describe("changes of many items", () => {
  it("rate, tag and collect, and can be taken back", async () => {
    const ids = items.ids(query(), 10, 150);
    const before = all().rows;
    const rated = await items.rate({ ids }, 5);
    expect(all({ rating: 5 }).rows.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    await items.undo(rated.undo!);
    expect(all().rows).toEqual(before);
    await expect(items.undo(rated.undo!)).rejects.toMatchObject({ code: "not-found" });

    const favourites = all({ tags: ["favourite"] }).rows;
    const tagged = await items.tag({ ids }, ["favourite", "new"], ["reel"]);
    expect(all({ tags: ["new"] }).total).toBe(150);
    await items.undo(tagged.undo!);
    expect(all({ tags: ["favourite"] }).rows).toEqual(favourites);
    expect(all({ tags: ["new"] }).total).toBe(0);
    expect(all({ search: "new" }).total).toBe(0);

    const { collections } = await library.repositories();
    const { id } = await collections.create("Night");
    const collected = await items.collect({ ids }, id, true);
    expect(collected.changed).toBe(150);
    expect(all({ collection: id }).rows.map((row) => row.id)).toEqual(ids);
    const removed = await collections.remove(id);
    expect(all({ collection: id }).total).toBe(0);
    await items.undo(removed.undo!);
    expect(all({ collection: id }).total).toBe(150);
  });

  it("can be asked for everything of a query but some", async () => {
    const { rows } = all({ looks: ["noir"] });
    const changed = await items.rate({ query: query({ looks: ["noir"] }), except: [rows[0]!.id] }, 5);
    expect(changed.changed).toBeLessThan(rows.length);
    expect(all({ looks: ["noir"], rating: 5 }).rows.map(({ id }) => id)).toEqual(
      expect.arrayContaining(rows.slice(1).map(({ id }) => id)),
    );
    expect(all({ looks: ["noir"] }).rows[0]!.rating).toBe(rows[0]!.rating);
  });

  it("read what is selected in steps, and meanwhile others have their turn", async () => {
    const more = 6_000;
    await seedLibrary(home, { generations: more, seed: 2 });
    let turns = 0;
    const count = () => {
      turns += 1;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    const [excepted] = all().rows;
    const ids = await items.selectedIds({ query: query(), except: [excepted!.id] });
    clearImmediate(turning);
    expect(new Set(ids).size).toBe(COUNT + more - 1);
    expect(ids).not.toContain(excepted!.id);
    expect(turns).toBeGreaterThan(0);
  });

  it("tell their listeners", async () => {
    let told = 0;
    const stop = items.onChange(() => told++);
    await items.rate({ ids: items.ids(query(), 0, 3) }, 2);
    stop();
    await items.rate({ ids: items.ids(query(), 0, 3) }, 3);
    expect(told).toBe(1);
  });
});

describe("the trash", () => {
  it("takes items out of every list, and gives them back with all that they had", async () => {
    const { collections } = await library.repositories();
    const tagged = all({ tags: ["favourite"], search: "favourite" }).rows;
    const ids = tagged.slice(0, 3).map(({ id }) => id);
    const { id: collection } = await collections.create("Kept");
    await items.collect({ ids }, collection, true);
    const { changed, undo } = await items.trash({ ids });
    expect(changed).toBe(3);
    for (const narrowed of [{}, { tags: ["favourite"] }, { search: "favourite" }, { collection }]) {
      const left = all(narrowed).rows.map(({ id }) => id);
      for (const id of ids) expect(left).not.toContain(id);
    }
    const trash = items.page(query({ place: "trash" }), 0, 10);
    expect(trash.rows.map(({ id }) => id)).toEqual(ids);
    expect((await items.facets()).trash).toBe(3);
    const [word] = tagged[0]!.title.split(/[\s，]/);
    expect(items.page(query({ place: "trash", search: word }), 0, 10).total).toBeGreaterThan(0);
    await items.undo(undo!);
    expect(all({ tags: ["favourite"], search: "favourite" }).rows).toEqual(tagged);
    expect(all({ collection }).total).toBe(3);
  });

  it("is emptied of what has been in it for long", async () => {
    const { trash } = await library.repositories();
    const ids = items.ids(query(), 0, 4);
    await items.trash({ ids });
    expect(await trash.purge(30)).toBe(0);
    expect(await trash.purge(30, Date.now() + 31 * 24 * 60 * 60 * 1000)).toBe(4);
    expect(items.page(query({ place: "trash" }), 0, 10).total).toBe(0);
    expect(await trash.erase({ ids: items.ids(query(), 0, 4) })).toBe(0);
    expect(all().total).toBe(COUNT - 4);
  });
});

describe("lineage", () => {
  it("shows the whole family, and where an erased parent was", async () => {
    const { trash } = await library.repositories();
    const raw = new Sqlite(home.library, { readonly: true });
    const { child, parent } = raw
      .prepare(
        "SELECT child.id AS child, child.parent FROM items AS child WHERE child.parent IS NOT NULL LIMIT 1",
      )
      .get() as { child: string; parent: string };
    raw.close();
    const family = items.lineage(child);
    expect(family.map(({ id }) => id)).toEqual(expect.arrayContaining([child, parent]));
    expect(items.lineage(parent)).toEqual(family);
    expect(all({ descendantsOf: parent }).rows.map(({ id }) => id)).toContain(child);

    await items.trash({ ids: [parent] });
    expect(items.lineage(child).find(({ id }) => id === parent)).toMatchObject({ state: "trash" });
    await trash.empty();
    expect(items.lineage(child).find(({ id }) => id === parent)).toMatchObject({
      state: "erased",
      title: "",
    });
    expect(all({ descendantsOf: parent }).rows.map(({ id }) => id)).toContain(child);

    // Once nothing came from it any more, nothing is left of it.
    const descendants = all({ descendantsOf: parent }).rows.map(({ id }) => id);
    await items.trash({ ids: descendants });
    await trash.empty();
    expect(items.lineage(parent)).toEqual([]);
  });
});
