/** Where media, packs and cache lie when the user moved them: places.json of the studio's folder. */
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { Problem } from "#contract/problem.ts";
import { Place } from "#contract/storage.ts";
import { writeWhole } from "./durable.ts";

const Places = z.partialRecord(Place, z.string().refine(isAbsolute, "is no absolute path"));
/** The folder of each place that is not where it is by itself. */
export type Places = z.infer<typeof Places>;

export const placesFile = (root: string) => join(root, "places.json");

/**
 * The places that were moved; none where nothing was.
 * @throws Problem "bad-input" for a damaged file: without it the library would look as if it had lost its media.
 */
export function readPlaces(root: string): Places {
  const path = placesFile(root);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return {};
    throw unreadable(path, (error as Error).message, error);
  }
  try {
    return Places.parse(JSON.parse(text));
  } catch (error) {
    throw unreadable(path, error instanceof z.ZodError ? z.prettifyError(error) : "it is no JSON", error);
  }
}

/** Writes all places at once. */
export async function writePlaces(root: string, places: Places): Promise<void> {
  const path = placesFile(root);
  await writeWhole(path, `${JSON.stringify(places, null, 2)}\n`, `${path}.${process.pid}.tmp`);
}

function unreadable(path: string, why: string, cause: unknown): Problem {
  return new Problem(
    "bad-input",
    `${path}, which says where media, packs and cache are, cannot be read: ${why}.`,
    "Correct it, or delete it when nothing was moved out of the studio's folder.",
    { cause, text: { key: "places-damaged", values: { file: path } } },
  );
}

const Move = z.object({
  place: Place,
  from: z.string().refine(isAbsolute),
  to: z.string().refine(isAbsolute),
  /** Who moves, 0 for nobody, and since when, milliseconds since 1970. */
  pid: z.int().min(0),
  startedAt: z.number(),
});
/** The move of a place that was begun and is not done: move.json, there until all is in order again. */
export type Move = z.infer<typeof Move>;

const moveFileOf = (root: string) => join(root, "move.json");

/** The move that is under way or was broken off; undefined when none is. */
export function readMove(root: string): Move | undefined {
  try {
    return Move.parse(JSON.parse(readFileSync(moveFileOf(root), "utf8")));
  } catch {
    // Damaged, it cannot be gone on with; both folders are whole or a copy, and the places say which is used.
    return undefined;
  }
}

export async function writeMove(root: string, move: Move): Promise<void> {
  await writeWhole(moveFileOf(root), JSON.stringify(move), `${moveFileOf(root)}.${process.pid}.tmp`);
}

export async function removeMove(root: string): Promise<void> {
  await rm(moveFileOf(root), { force: true });
}
