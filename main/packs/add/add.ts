/** Adds a pack: from a folder, an .onnx file, a zip file or the hub, whole or not at all. */
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Provider } from "#contract/draft.ts";
import type { NearValues, PackKind } from "#contract/pack.ts";
import { Problem } from "#contract/problem.ts";
import { type Home, prepareHome, requirePlaces } from "#main/home.ts";
import { cancelProblem } from "../cancel.ts";
import { BUILT_IN_PACK, listPacks } from "../card.ts";
import { findDownload } from "../hub/downloads.ts";
import { type FetchProgress, fetchPack } from "../hub/fetch.ts";
import { idFrom, requireId } from "../names.ts";
import type { Recognised } from "../recognise/recognise.ts";
import { diskProblem, requireRoom, roomFor } from "../space.ts";
import { type Candidate, examineFolder } from "./candidate.ts";
import { type AddedPack, type FinishOptions, finishPack } from "./finish.ts";
import { parseSource, type Source } from "./source.ts";
import { alreadyThere, clearStaging, withStaging } from "./staging.ts";
import { unzip } from "./unzip.ts";

export interface AddOptions {
  home: Home;
  /** A folder, an .onnx file, a .zip file, or "owner/name" of the hub, also with a path in it. */
  source: string;
  /** The pack's id; made from the source's name when left out. */
  id?: string | undefined;
  /** Copies the files of a folder instead of using them where they are. */
  copy?: boolean;
  /** What the pack is, for those that do not tell. */
  kind?: PackKind | undefined;
  /** Which of a depth network's values are near, for those that do not tell, or tell wrongly. */
  near?: NearValues | undefined;
  /** Branch, tag or commit of a repository of the hub. */
  revision?: string;
  /** Where the pack is tried; the machine's best provider when left out. */
  provider?: Provider;
  signal?: AbortSignal;
  onProgress?: (progress: AddProgress) => void;
  /** Told what the pack is and needs before it is hashed and loaded. */
  onRecognised?: (found: Recognised) => void;
}

export interface AddProgress {
  step: "unpack" | "download" | "copy" | "check" | "try";
  /** 0 to 1. */
  fraction: number;
  /** What is in work, for people. */
  detail: string;
  /** Of a download: bytes that are here, and that are needed as far as is known. */
  bytes?: { here: number; total: number };
}

/**
 * Adds a pack after trying it: every part is loaded and runs once.
 * @throws Problem: what is wrong with source, pack, disk or connection. Nothing has been added then; what
 * has arrived of a download stays for another try, unless the pack itself is the reason.
 */
export async function addPack(options: AddOptions): Promise<AddedPack> {
  const { home, signal } = options;
  const source = parseSource(options.source);
  if (options.revision !== undefined && source.type !== "hub") {
    throw new Problem("bad-input", "--revision is for packs of the hub.", "Leave it out.");
  }
  if (options.copy && source.type !== "folder") {
    throw new Problem("bad-input", "--copy is for folders; other packs are stored anyway.", "Leave it out.");
  }
  const id = options.id === undefined ? idFrom(source.name) : requireId(options.id);
  if (id === BUILT_IN_PACK || listPacks(home).includes(id)) throw alreadyThere(id);
  try {
    return await addFrom(source, id, options);
  } catch (error) {
    throw signal?.aborted ? cancelProblem(signal) : diskProblem(error, home.packs);
  }
}

async function addFrom(source: Source, id: string, options: AddOptions): Promise<AddedPack> {
  if (source.type === "folder") return addFolder(source, id, options);
  await prepare(options.home);
  if (source.type === "zip") return addZip(source, id, options);
  const { home, kind, near, revision, signal, onProgress } = options;
  const fetching = {
    home,
    wish: { ...(options.id !== undefined && { id }), ...(kind && { kind }), ...(near && { near }) },
    ...(kind && { kind }),
    ...(revision !== undefined && { revision }),
    ...(signal && { signal }),
    onProgress: ({ bytes, total, file }: FetchProgress) =>
      onProgress?.({
        ...{ step: "download", fraction: total === 0 ? 1 : bytes / total, detail: file },
        bytes: { here: bytes, total },
      }),
  };
  return fetchPack(source.address, fetching, (candidate, { name, commit, licence }) => {
    const from = { source: name, revision: commit, ...(licence !== undefined && { licence }) };
    return finish(candidate, id, source.name, from, options);
  });
}

async function addFolder(
  source: Extract<Source, { type: "folder" }>,
  id: string,
  options: AddOptions,
): Promise<AddedPack> {
  const { home, kind } = options;
  const { dir, graph, name } = source;
  const candidate = await examineFolder(dir, dir, graph, kind);
  await prepare(home);
  return withStaging(home, async (staging) => {
    const pack = join(staging, "pack");
    await mkdir(pack);
    if (!options.copy) return finish(candidate, id, name, { source: dir, cardDir: pack }, options);
    await requireRoom(home.packs, candidate.bytes, "The copy");
    await copy(candidate, pack, options);
    return finish({ ...candidate, dir: pack }, id, name, { source: dir }, options);
  });
}

async function addZip(
  source: Extract<Source, { type: "zip" }>,
  id: string,
  options: AddOptions,
): Promise<AddedPack> {
  const { home, kind, signal, onProgress } = options;
  const { file, name } = source;
  return withStaging(home, async (staging) => {
    const unpacked = join(staging, "unpacked");
    await mkdir(unpacked);
    await unzip(file, unpacked, {
      room: await roomFor(home.packs),
      ...(signal && { signal }),
      onProgress: (bytes, total) => onProgress?.({ step: "unpack", fraction: bytes / total, detail: name }),
    });
    const candidate = await examineFolder(await topFolder(unpacked), basename(file), undefined, kind);
    const pack = join(staging, "pack");
    await move(candidate, pack);
    return finish({ ...candidate, dir: pack }, id, name, { source: file }, options);
  });
}

/**
 * Takes an unfinished download up again where it paused, at the commit that it began with, with what was
 * said of the pack then. To pause, abort its signal.
 * @throws Problem as `addPack` does, "not-found" when there is no such download.
 */
export async function resumeDownload(
  key: string,
  options: Omit<AddOptions, "source" | "revision" | "id" | "kind" | "near" | "copy">,
): Promise<AddedPack> {
  const { source, commit, wish } = await findDownload(options.home, key);
  return addPack({ ...options, ...wish, source: `hf:${source}`, revision: commit });
}

/** Makes the studio's folders, and clears what earlier tries left in them. */
async function prepare(home: Home): Promise<void> {
  prepareHome(home);
  requirePlaces(home);
  await clearStaging(home);
}

async function finish(
  recognised: Candidate,
  id: string,
  name: string,
  from: Pick<FinishOptions, "source" | "revision" | "licence" | "cardDir">,
  { home, near, provider, signal, onProgress, onRecognised }: AddOptions,
): Promise<AddedPack> {
  const candidate = near === undefined ? recognised : withNear(recognised, near);
  onRecognised?.(candidate.found);
  return finishPack(candidate, {
    ...from,
    home,
    id,
    name,
    ...(provider && { provider }),
    ...(signal && { signal }),
    onProgress: (step, fraction, detail) => onProgress?.({ step, fraction, detail }),
  });
}

/** The user's word on a depth network. Throws Problem "bad-input" for packs of other kinds. */
function withNear(candidate: Candidate, near: NearValues): Candidate {
  const { found } = candidate;
  if (found.kind !== "depth") {
    throw new Problem(
      "bad-input",
      `--near is for depth packs; this one is of the kind ${found.kind}.`,
      "Leave it out.",
    );
  }
  const abilities = { ...found.abilities, depth: { near, toldBy: "--near" } };
  return { ...candidate, found: { ...found, abilities } };
}

/** Archives often hold one folder with everything in it. */
async function topFolder(dir: string): Promise<string> {
  const entries = await readdir(dir, { withFileTypes: true });
  const [only] = entries;
  return entries.length === 1 && only!.isDirectory() ? topFolder(join(dir, only!.name)) : dir;
}

async function move({ dir, files }: Candidate, to: string): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(to, file)), { recursive: true });
    await rename(join(dir, file), join(to, file));
  }
}

async function copy(
  { dir, files }: Candidate,
  to: string,
  { signal, onProgress }: AddOptions,
): Promise<void> {
  for (const [index, file] of files.entries()) {
    signal?.throwIfAborted();
    onProgress?.({ step: "copy", fraction: index / files.length, detail: file });
    await mkdir(dirname(join(to, file)), { recursive: true });
    await copyFile(join(dir, file), join(to, file), constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  }
}
