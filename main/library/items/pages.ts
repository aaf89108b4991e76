/**
 * Pages of a query at any offset. SQLite walks to an offset entry by entry, so each walk starts from the nearest
 * place that is known: one that was served before, the beginning, or the end.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ItemPage, LibraryQuery } from "#contract/library.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import { type Plan, planQuery, sqlOf } from "./query.ts";
import { rowsAt } from "./rows.ts";

const QUERIES_REMEMBERED = 8;
const ANCHORS_REMEMBERED = 4096;
/** A result of a query with lookups is found in one walk and kept, up to this length. */
const PLACES_REMEMBERED = 5000;
/** So many places are read at once where all are. */
const STEP = 5000;

/** What is known of a query's result, as long as nothing changes. */
interface Known {
  total: number;
  /** Offset -> place. */
  anchors: Map<number, number>;
  /** All places, newest first, of a result that is dear to find and short. */
  places?: number[];
}

export class Pages {
  readonly #database: Database;
  readonly #known = new Map<string, Known>();
  #version = -1;

  constructor(database: Database) {
    this.#database = database;
  }

  /** To be called after a change of this process; those of other processes are noticed. */
  forget(): void {
    this.#known.clear();
  }

  page(query: LibraryQuery, offset: number, limit: number): ItemPage {
    const plan = planQuery(query);
    if (plan === null) return { rows: [], total: 0 };
    const known = this.#recall(query, plan);
    return {
      rows: rowsAt(this.#database, this.#places(query, plan, known, offset, limit)),
      total: known.total,
    };
  }

  /** How many items a query has. */
  count(query: LibraryQuery): number {
    const plan = planQuery(query);
    return plan === null ? 0 : this.#recall(query, plan).total;
  }

  /** Ids of a span of the result. */
  ids(query: LibraryQuery, offset: number, limit: number): string[] {
    const plan = planQuery(query);
    if (plan === null) return [];
    const places = this.#places(query, plan, this.#recall(query, plan), offset, limit);
    return prepared<[string], string>(
      this.#database,
      "SELECT items.id FROM json_each(?) AS chosen CROSS JOIN items ON items.seq = chosen.value ORDER BY chosen.key",
    )
      .pluck()
      .all(JSON.stringify(places));
  }

  /** All places of the result in the order of time, read in steps with turns of the event loop between them. */
  async *allPlaces(query: LibraryQuery): AsyncGenerator<number[]> {
    const plan = planQuery(query);
    if (plan === null) return;
    const sql = sqlOf(plan, `${plan.seq} AS seq`, `ORDER BY ${plan.seq} LIMIT ${STEP}`, `${plan.seq} > ?`);
    let places: number[] = [];
    do {
      places = this.#all(sql, [...plan.parameters, places.at(-1) ?? -1]);
      yield places;
      await nextTurn();
    } while (places.length === STEP);
  }

  /** Where in the result an item stands; null when it is not in it. */
  offsetOf(query: LibraryQuery, id: string): number | null {
    const plan = planQuery(query);
    const place = prepared<[string], number>(this.#database, "SELECT seq FROM items WHERE id = ?")
      .pluck()
      .get(id);
    if (plan === null || place === undefined) return null;
    const one = sqlOf(plan, "1", "LIMIT 1", `${plan.seq} = ?`);
    if (this.#all(one, [...plan.parameters, place]).length === 0) return null;
    const before = query.order === "oldest" ? "<" : ">";
    const [offset] = this.#all(sqlOf(plan, "count(*)", "", `${plan.seq} ${before} ?`), [
      ...plan.parameters,
      place,
    ]);
    return offset ?? null;
  }

  #recall(query: LibraryQuery, plan: Plan): Known {
    const version = this.#database.pragma("data_version", { simple: true }) as number;
    if (version !== this.#version) this.forget();
    this.#version = version;
    const key = JSON.stringify(query);
    const known = this.#known.get(key) ?? this.#learn(plan);
    // The one used last goes to the end; the first is dropped.
    this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size > QUERIES_REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    return known;
  }

  #learn(plan: Plan): Known {
    const anchors = new Map<number, number>();
    if (hasLookups(plan)) {
      const sql = sqlOf(
        plan,
        `${plan.seq} AS seq`,
        `ORDER BY ${plan.seq} DESC LIMIT ${PLACES_REMEMBERED + 1}`,
      );
      const places = this.#all(sql, plan.parameters);
      if (places.length <= PLACES_REMEMBERED) return { total: places.length, anchors, places };
    }
    return { total: this.#all(sqlOf(plan, "count(*)"), plan.parameters)[0] ?? 0, anchors };
  }

  #places(query: LibraryQuery, plan: Plan, known: Known, offset: number, limit: number): number[] {
    const wanted = Math.min(limit, known.total - offset);
    if (wanted <= 0) return [];
    if (known.places !== undefined) {
      const places = query.order === "newest" ? known.places : known.places.toReversed();
      return places.slice(offset, offset + wanted);
    }
    const [from, anchor] = nearestBefore(known.anchors, offset);
    const fromEnd = known.total - offset - wanted;
    const backwards = fromEnd < offset - from;
    const descending = (query.order === "newest") !== backwards;
    const starts = !backwards && anchor !== undefined;
    const sql = sqlOf(
      plan,
      `${plan.seq} AS seq`,
      `ORDER BY ${plan.seq} ${descending ? "DESC" : "ASC"} LIMIT ? OFFSET ?`,
      ...(starts ? [`${plan.seq} ${descending ? "<=" : ">="} ?`] : []),
    );
    const skip = backwards ? fromEnd : offset - from;
    const places = this.#all(sql, [...plan.parameters, ...(starts ? [anchor] : []), wanted, skip]);
    if (backwards) places.reverse();
    if (known.anchors.size < ANCHORS_REMEMBERED && places[0] !== undefined) {
      known.anchors.set(offset, places[0]);
    }
    return places;
  }

  #all(sql: string, parameters: readonly (string | number)[]): number[] {
    return prepared<(string | number)[], number>(this.#database, sql)
      .pluck()
      .all(...parameters);
  }
}

function nearestBefore(anchors: ReadonlyMap<number, number>, offset: number): [number, number | undefined] {
  let from = 0;
  let place: number | undefined;
  for (const [at, value] of anchors) {
    if (at <= offset && at >= from) {
      from = at;
      place = value;
    }
  }
  return [from, place];
}

/** Whether each entry of the walk costs a look at another table. */
function hasLookups({ from, where }: Plan): boolean {
  return from.includes("JOIN") || where.some((condition) => condition.includes("SELECT 1"));
}
