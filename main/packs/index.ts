/** Packs: models on disk. Finds one by its id and makes sure that its files are what they should be. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
import { verifyFiles } from "./verify.ts";

export const BUILT_IN_PACK = "backlot";
const CARD = "pack.json";

/** The card of a pack, `pack.json` in its folder; further fields are for people to read. */
export const PackCard = z.looseObject({
  id: z.string().min(1),
  name: z.string().min(1),
  version: z.union([z.string(), z.number()]),
  kind: z.string().min(1),
  /** Every file of the pack, "/"-separated from its folder -> SHA-256. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});
export type PackCard = z.infer<typeof PackCard>;

export interface Pack {
  id: string;
  dir: string;
  /** SHA-256 over the card's files: two packs of the same hash paint the same. */
  hash: string;
  card: PackCard;
}

/** Ids of the packs that are installed; the built-in one first. */
export function listPacks(home: Home): string[] {
  const installed = existsSync(home.packs) ? readdirSync(home.packs, { withFileTypes: true }) : [];
  const own = installed.filter(
    (entry) => entry.isDirectory() && existsSync(join(home.packs, entry.name, CARD)),
  );
  return [BUILT_IN_PACK, ...own.map((entry) => entry.name).filter((id) => id !== BUILT_IN_PACK)];
}

/**
 * The pack of this id, its files verified: in full the first time, by size and
 * time of change after that.
 * Throws Problem "not-found" or "corrupt-pack", which names the file.
 */
export async function findPack(id: string, home: Home): Promise<Pack> {
  const packs = listPacks(home);
  if (!packs.includes(id)) {
    throw new Problem("not-found", `There is no pack "${id}".`, `Installed: ${packs.join(", ")}.`);
  }
  try {
    return await loadPack(id, home);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    const hint =
      id === BUILT_IN_PACK
        ? "Put the built-in pack back: `git checkout -- assets/backlot` in a clone, else install Understudy again."
        : `Install the pack "${id}" again.`;
    throw new Problem("corrupt-pack", `The pack "${id}" is damaged: ${error.message}.`, hint, {
      cause: error,
    });
  }
}

export interface PackState {
  id: string;
  name: string;
  ok: boolean;
  /** What is wrong with it; empty when it is whole. */
  detail: string;
}

/** The state of every installed pack; throws for none that is damaged. */
export async function examinePacks(home: Home): Promise<PackState[]> {
  return Promise.all(
    listPacks(home).map(async (id) => {
      try {
        const { card } = await loadPack(id, home);
        return { id, name: card.name, ok: true, detail: "" };
      } catch (error) {
        if (!(error instanceof Damage)) throw error;
        return { id, name: id, ok: false, detail: error.message };
      }
    }),
  );
}

/** UNDERSTUDY_BACKLOT puts another folder in the built-in pack's place. */
function packDir(id: string, home: Home): string {
  if (id !== BUILT_IN_PACK) return join(home.packs, id);
  const other = process.env.UNDERSTUDY_BACKLOT;
  return other ? resolve(other) : fileURLToPath(new URL("../../assets/backlot", import.meta.url));
}

/** What is wrong with a pack: the path of a file, and what it is or says. */
class Damage extends Error {}

async function loadPack(id: string, home: Home): Promise<Pack> {
  const dir = packDir(id, home);
  const card = readCard(id, dir);
  const files = Object.entries(card.files).sort();
  const hash = createHash("sha256").update(JSON.stringify(files)).digest("hex");
  const broken = await verifyFiles(dir, hash, card.files, home);
  if (broken !== undefined) throw new Damage(`${join(dir, broken.file)} ${broken.reason}`);
  return { id, dir, hash, card };
}

function readCard(id: string, dir: string): PackCard {
  const path = join(dir, CARD);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Damage(`${path} ${existsSync(path) ? "is no JSON" : "is missing"}`, { cause: error });
  }
  const card = PackCard.safeParse(content);
  if (!card.success) {
    const issue = card.error.issues[0]!;
    throw new Damage(`${path} is wrong at ${issue.path.join(".")}: ${issue.message}`);
  }
  if (card.data.id !== id) throw new Damage(`${path} says that its id is ${card.data.id}`);
  return card.data;
}
