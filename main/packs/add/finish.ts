/** The last steps of adding: the pack is tried, every file hashed, the card written, and the folder renamed. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Provider } from "#contract/draft.ts";
import type { PackAbilities, PackCard } from "#contract/pack.ts";
import { syncTree } from "#main/durable.ts";
import type { Home } from "#main/home.ts";
import { CARD, hashOf } from "../card.ts";
import { findLicence, licenceText } from "../recognise/licence.ts";
import { rememberVerified, sha256Of } from "../verify.ts";
import type { Candidate } from "./candidate.ts";
import { install } from "./staging.ts";
import { tryPack } from "./trial.ts";

export interface FinishOptions {
  home: Home;
  id: string;
  name: string;
  /** See PackCard. */
  source: string;
  revision?: string;
  /** What the hub says of the licence; a licence that the files name comes first. */
  licence?: string;
  /** Folder for the card alone: the files are used where they are. */
  cardDir?: string;
  /** Where the pack is tried; the machine's best provider when left out. */
  provider?: Provider;
  signal?: AbortSignal;
  onProgress?: (step: "check" | "try", fraction: number, detail: string) => void;
}

export interface AddedPack {
  id: string;
  /** Folder of the files. */
  dir: string;
  card: PackCard;
  /** The licence's text; undefined when the pack has none. */
  licenceText?: string;
}

/** The kept text of a licence whose pack is used where it is. */
const KEPT_LICENCE = "LICENCE.txt";

/** Makes a candidate the pack `id`. Throws Problem when trying it fails, or when the id is taken by now. */
export async function finishPack(candidate: Candidate, options: FinishOptions): Promise<AddedPack> {
  const { dir, found, files } = candidate;
  const { home, id, cardDir, signal, onProgress } = options;
  const { speed, multiple } = await tryPack(dir, found, {
    home,
    ...(options.provider && { provider: options.provider }),
    ...(signal && { signal }),
    onProgress: (fraction, detail) => onProgress?.("try", fraction, detail),
  });
  const hashes: Record<string, string> = {};
  for (const [index, file] of files.entries()) {
    onProgress?.("check", index / files.length, file);
    hashes[file] = await sha256Of(join(dir, file), signal);
  }
  const { name: licence = options.licence, file } = await findLicence(dir, files);
  const text = file === undefined ? undefined : await licenceText(join(dir, file));
  const licenceFile = file !== undefined && cardDir !== undefined ? KEPT_LICENCE : file;
  const card: PackCard = {
    id,
    name: options.name,
    version: options.revision?.slice(0, 12) ?? "1",
    kind: found.kind,
    ...(found.family !== undefined && { family: found.family }),
    source: options.source,
    ...(options.revision !== undefined && { revision: options.revision }),
    ...(cardDir !== undefined && { location: dir }),
    ...(licence !== undefined && { licence }),
    ...(licenceFile !== undefined && { licenceFile }),
    bytes: candidate.bytes,
    abilities: withMultiple(found.abilities, multiple),
    memory: found.memory,
    providers: found.providers,
    speed,
    files: hashes,
  };
  const target = cardDir ?? dir;
  if (cardDir !== undefined && text !== undefined) await writeFile(join(target, KEPT_LICENCE), text);
  await writeFile(join(target, CARD), `${JSON.stringify(card, null, 1)}\n`);
  await syncTree(target);
  signal?.throwIfAborted();
  const installed = await install(target, id, home);
  const place = cardDir === undefined ? installed : dir;
  await rememberVerified(place, hashOf(hashes), files, home);
  return { id, dir: place, card, ...(text !== undefined && { licenceText: text }) };
}

/** A trial may find that the graph takes more sizes than its configuration promises. */
function withMultiple(abilities: PackAbilities, multiple: number | undefined): PackAbilities {
  if (abilities.size === undefined || multiple === undefined) return abilities;
  return { ...abilities, size: { ...abilities.size, multiple } };
}
