/** Installed packs on disk: packs/ID/pack.json, with the files beside it or where the card says that they are. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { PackCard } from "#contract/pack.ts";
import { assetPath } from "#main/assets.ts";
import type { Home } from "#main/home.ts";
import { pathFault } from "./names.ts";

export const BUILT_IN_PACK = "backlot";
export const CARD = "pack.json";

/** What is wrong with a pack: the path of a file, and what it is or says. */
export class Damage extends Error {}

export interface Installed {
  id: string;
  /** Folder of the files. */
  dir: string;
  /** Folder of the card. */
  cardDir: string;
  card: PackCard;
}

/** Ids of the packs that are installed; the built-in one first. */
export function listPacks(home: Home): string[] {
  const installed = existsSync(home.packs) ? readdirSync(home.packs, { withFileTypes: true }) : [];
  const own = installed.filter(
    (entry) =>
      !entry.name.startsWith(".") && entry.isDirectory() && existsSync(join(home.packs, entry.name, CARD)),
  );
  return [BUILT_IN_PACK, ...own.map(({ name }) => name).filter((id) => id !== BUILT_IN_PACK)];
}

/** An installed pack by its card; its files are not looked at. Throws Damage. */
export function readInstalled(id: string, home: Home): Installed {
  const cardDir = packFolder(id, home);
  const card = readCard(id, cardDir);
  const { location } = card;
  if (location !== undefined && !statSync(location, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Damage(`its folder ${location} is not there`);
  }
  return { id, dir: location ?? cardDir, cardDir, card };
}

/** SHA-256 over a card's files: two packs of the same hash paint the same. */
export function hashOf(files: PackCard["files"]): string {
  return createHash("sha256")
    .update(JSON.stringify(Object.entries(files).sort()))
    .digest("hex");
}

/** Folder of the card. UNDERSTUDY_BACKLOT puts another folder in the built-in pack's place. */
function packFolder(id: string, home: Home): string {
  if (id !== BUILT_IN_PACK) return join(home.packs, id);
  const other = process.env.UNDERSTUDY_BACKLOT;
  return other ? resolve(other) : assetPath("backlot");
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
  const outside = Object.keys(card.data.files).find((file) => pathFault(file) === "leads out of its folder");
  if (outside !== undefined) throw new Damage(`${path} names a file out of its folder, ${outside}`);
  return card.data;
}
