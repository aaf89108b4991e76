/**
 * An item's place in the library: one number that sorts by time. It is the milliseconds since 1970, times 1024,
 * plus a count within the millisecond, so that lists, search and filters all give items in the order of time
 * without sorting. Exact in a double until the year 2248.
 */
import { type Database, prepared } from "#native/sqlite/index.ts";

const PER_MILLISECOND = 1024;

/** The first place that a moment can have. */
export function firstPlace(time: number): number {
  return time * PER_MILLISECOND;
}

/** A free place for an item of this time, after those of the same millisecond. */
export function placeAt(database: Database, time: number): number {
  const last = prepared<[number], number | null>(database, "SELECT max(seq) FROM items WHERE seq < ?")
    .pluck()
    .get(firstPlace(time + 1));
  // More than 1024 of one millisecond run on into the next ones.
  let place = Math.max(firstPlace(time), (last ?? 0) + 1);
  const taken = prepared<[number], number>(database, "SELECT 1 FROM items WHERE seq = ?").pluck();
  while (taken.get(place) !== undefined) place += 1;
  return place;
}
