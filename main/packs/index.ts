/** Packs: models on disk. Finds one by its id and makes sure that its files are what they should be. */
import { join } from "node:path";
import type { PackCard, PackKind } from "#contract/pack.ts";
import { Problem } from "#contract/problem.ts";
import { type Home, requirePlaces } from "#main/home.ts";
import type { AddOptions } from "./add/add.ts";
import type { AddedPack } from "./add/finish.ts";
import { cancelProblem } from "./cancel.ts";
import { BUILT_IN_PACK, Damage, hashOf, listPacks, readInstalled } from "./card.ts";
import { packEntries } from "./describe.ts";
import { verifyFiles } from "./verify.ts";

export type { AddOptions, AddProgress } from "./add/add.ts";
export type { AddedPack } from "./add/finish.ts";
export { isHubSource } from "./add/source.ts";
export { BUILT_IN_PACK, listPacks } from "./card.ts";
export { type PackEntry, type PackView, packEntries, viewPack } from "./describe.ts";
export type { UnfinishedDownload } from "./hub/downloads.ts";
export { type Removed, removePack } from "./remove.ts";
export { sizeText } from "./space.ts";
export { detailPack, summarisePacks } from "./summary.ts";

export interface Pack {
  id: string;
  /** Folder of the files. */
  dir: string;
  /** SHA-256 over the card's files: two packs of the same hash paint the same. */
  hash: string;
  card: PackCard;
}

/**
 * Adds a pack from a folder, a zip file or the hub; see AddOptions.
 * What it takes to recognise and to download is loaded only then: a draft needs none of it.
 */
export async function addPack(options: AddOptions): Promise<AddedPack> {
  return (await import("./add/add.ts")).addPack(options);
}

/** Takes an unfinished download up again, by its key in `packEntries`; see add/add.ts. */
export async function resumeDownload(
  ...args: Parameters<typeof import("./add/add.ts").resumeDownload>
): Promise<AddedPack> {
  return (await import("./add/add.ts")).resumeDownload(...args);
}

/**
 * The pack of this id, its files verified: in full the first time, by size and
 * time of change after that.
 * Throws Problem "not-found" or "corrupt-pack", which names the file.
 */
export async function findPack(id: string, home: Home): Promise<Pack> {
  requireInstalled(id, home);
  try {
    return await loadPack(id, home);
  } catch (error) {
    throw damagedPack(id, error);
  }
}

/**
 * The first pack of a kind, by its id; undefined when none is installed. Cards that cannot be read are
 * passed over.
 * Throws Problem "corrupt-pack" when its files are not what they should be.
 */
export async function findPackOfKind(kind: PackKind, home: Home): Promise<Pack | undefined> {
  const { packs } = await packEntries(home);
  const [first] = packs.filter((pack) => pack.kind === kind).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return first && findPack(first.id, home);
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

export interface Verified {
  id: string;
  files: number;
  /** Every file that is missing or not what the card says. */
  broken: { file: string; reason: string }[];
}

export interface VerifyOptions {
  signal?: AbortSignal;
  /** 0 to 1, and the file that is being read. */
  onProgress?: (fraction: number, file: string) => void;
}

/**
 * Reads every file of a pack again, whatever was found before.
 * Throws Problem "not-found", "corrupt-pack" when its card cannot be read, "cancelled".
 */
export async function verifyPack(id: string, home: Home, options: VerifyOptions = {}): Promise<Verified> {
  requireInstalled(id, home);
  try {
    const { dir, card } = readInstalled(id, home);
    const broken = await verifyFiles(dir, hashOf(card.files), card.files, home, { ...options, afresh: true });
    return { id, files: Object.keys(card.files).length, broken };
  } catch (error) {
    throw options.signal?.aborted ? cancelProblem(options.signal) : damagedPack(id, error);
  }
}

/** Throws Problem "not-found", which tells what there is, for an id that is not installed. */
function requireInstalled(id: string, home: Home): void {
  const packs = listPacks(home);
  if (packs.includes(id)) return;
  requirePlaces(home);
  throw new Problem("not-found", `There is no pack "${id}".`, `Installed: ${packs.join(", ")}.`, {
    text: { key: "pack-missing", values: { pack: id } },
  });
}

async function loadPack(id: string, home: Home): Promise<Pack> {
  const { dir, card } = readInstalled(id, home);
  const hash = hashOf(card.files);
  const [broken] = await verifyFiles(dir, hash, card.files, home);
  if (broken !== undefined) throw new Damage(`${join(dir, broken.file)} ${broken.reason}`);
  return { id, dir, hash, card };
}

function damagedPack(id: string, error: unknown): unknown {
  if (!(error instanceof Damage)) return error;
  const hint =
    id === BUILT_IN_PACK
      ? "Put the built-in pack back: `git checkout -- assets/backlot` in a clone, else install Understudy again."
      : `Install the pack "${id}" again: \`understudy packs remove ${id}\`, then \`packs add\`.`;
  return new Problem("corrupt-pack", `The pack "${id}" is damaged: ${error.message}.`, hint, {
    cause: error,
    text: { key: "pack-damaged", values: { pack: id, detail: error.message } },
  });
}
