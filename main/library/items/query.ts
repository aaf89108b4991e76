/** A query of the library as SQL: what drives it, and what narrows it. Every result is in the order of `seq`. */
import type { LibraryQuery } from "#contract/library.ts";
import { firstPlace } from "../place.ts";
import { searchQuery } from "../search.ts";

export type Parameter = string | number;

/** `FROM ... WHERE ...` of a query, and the name of its place column. */
export interface Plan {
  with: string;
  from: string;
  seq: string;
  where: string[];
  parameters: Parameter[];
}

const ALL_LETTERS_ESCAPED = /[\\%_]/g;

/**
 * Chooses the list that a query walks along: the narrowest there is, each of them kept in the order of time.
 * What else is asked is looked up by place. CROSS JOIN keeps SQLite to that order. Null when nothing can fit.
 */
export function planQuery(query: LibraryQuery): Plan | null {
  if (query.place === "trash") return planTrash(query);
  const words = query.search?.trim() ? searchQuery(query.search) : undefined;
  if (words === null) return null;
  const plan: Plan = { with: "", from: "", seq: "", where: [], parameters: [] };
  const drive = (from: string, seq: string, ...where: string[]) => {
    if (plan.from !== "") return false;
    Object.assign(plan, { from, seq });
    plan.where.push(...where);
    return true;
  };
  if (words !== undefined) {
    drive("itemWords", "itemWords.rowid", "itemWords MATCH ?");
    plan.parameters.push(words);
  }
  if (query.collection !== undefined) {
    if (!drive("collectionItems", "collectionItems.seq", "collectionItems.collection = ?")) {
      plan.where.push(`EXISTS (SELECT 1 FROM collectionItems WHERE collection = ? AND seq = ${plan.seq})`);
    }
    plan.parameters.push(query.collection);
  }
  for (const tag of query.tags ?? []) {
    const named = "(SELECT id FROM tags WHERE name = ?)";
    if (!drive("itemTags", "itemTags.seq", `itemTags.tag = ${named}`)) {
      plan.where.push(`EXISTS (SELECT 1 FROM itemTags AS t WHERE t.tag = ${named} AND t.seq = ${plan.seq})`);
    }
    plan.parameters.push(tag);
  }
  if (query.descendantsOf !== undefined) planDescendants(plan, query.descendantsOf, drive);
  if (query.cameos !== undefined && query.cameos.length > 0) planCameos(plan, query.cameos, drive);
  drive("items INDEXED BY itemsListed", "items.seq", "items.state = 'here'");
  narrowByColumns(plan, query);
  return plan;
}

type Drive = (from: string, seq: string, ...where: string[]) => boolean;

function planDescendants(plan: Plan, ancestor: string, drive: Drive): void {
  const descendants = `WITH RECURSIVE descendants(seq, id, state) AS (
    SELECT seq, id, state FROM items WHERE parent = ?
    UNION SELECT items.seq, items.id, items.state FROM descendants JOIN items ON items.parent = descendants.id
  ) `;
  if (drive("descendants", "descendants.seq", "descendants.state = 'here'")) {
    plan.with = descendants;
    plan.parameters.unshift(ancestor);
  } else {
    plan.where.push(`${plan.seq} IN (${descendants} SELECT seq FROM descendants)`);
    plan.parameters.push(ancestor);
  }
}

function planCameos(plan: Plan, cameos: readonly string[], drive: Drive): void {
  const marks = cameos.map(() => "?").join(", ");
  const [first] = cameos;
  if (
    cameos.length === 1 &&
    drive("generationCameos", "generationCameos.seq", "generationCameos.cameo = ?")
  ) {
    plan.parameters.push(first!);
    return;
  }
  const several = `(SELECT DISTINCT seq FROM generationCameos WHERE cameo IN (${marks})) AS casting`;
  if (!drive(several, "casting.seq")) {
    plan.where.push(
      `EXISTS (SELECT 1 FROM generationCameos WHERE cameo IN (${marks}) AND seq = ${plan.seq})`,
    );
  }
  plan.parameters.push(...cameos);
}

function planTrash(query: LibraryQuery): Plan {
  const plan: Plan = {
    with: "",
    from: "items INDEXED BY itemsInTrash",
    seq: "items.seq",
    where: ["items.state = 'trash'"],
    parameters: [],
  };
  // What is in the trash is not in the index of words; there is little of it.
  for (const word of query.search?.trim().split(/\s+/) ?? []) {
    if (word === "") continue;
    plan.where.push("items.title LIKE ? ESCAPE '\\'");
    plan.parameters.push(`%${word.replace(ALL_LETTERS_ESCAPED, "\\$&")}%`);
  }
  narrowByColumns(plan, query);
  return plan;
}

/** What the columns of `items` decide, and the span of time. */
function narrowByColumns(plan: Plan, query: LibraryQuery): void {
  const conditions: string[] = [];
  const among = (column: string, values: readonly string[] | undefined) => {
    if (values === undefined || values.length === 0) return;
    conditions.push(`items.${column} IN (${values.map(() => "?").join(", ")})`);
    plan.parameters.push(...values);
  };
  among("kind", query.kinds);
  among("look", query.looks);
  among("pack", query.packs);
  if (query.rating !== undefined && query.rating > 0) {
    conditions.push("items.rating >= ?");
    plan.parameters.push(query.rating);
  }
  if (conditions.length > 0 && !plan.from.startsWith("items ")) {
    // The index holds all that is asked, on a fifth of the pages.
    plan.from += " CROSS JOIN items INDEXED BY itemsListed";
    conditions.unshift(`items.seq = ${plan.seq}`, "items.state = 'here'");
  }
  if (query.from !== undefined) {
    conditions.push(`${plan.seq} >= ?`);
    plan.parameters.push(firstPlace(query.from));
  }
  if (query.to !== undefined) {
    conditions.push(`${plan.seq} < ?`);
    plan.parameters.push(firstPlace(query.to));
  }
  plan.where.push(...conditions);
}

/** The statement of a plan. */
export function sqlOf(plan: Plan, select: string, tail = "", ...more: string[]): string {
  const where = [...plan.where, ...more];
  const condition = where.length > 0 ? ` WHERE ${where.join(" AND ")}` : "";
  return `${plan.with}SELECT ${select} FROM ${plan.from}${condition} ${tail}`;
}
