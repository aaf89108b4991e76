/** Fetches a pack from the hub: only the files that its layout needs, going on where an earlier try broke off. */
import { posix } from "node:path";
import type { PackKind } from "#contract/pack.ts";
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
import { type Candidate, completeCandidate, refuseStrangers } from "../add/candidate.ts";
import { chooseFiles } from "../recognise/choose.ts";
import { KindQuestion } from "../recognise/network.ts";
import { type Recognised, recognise } from "../recognise/recognise.ts";
import { requireRoom } from "../space.ts";
import type { HubAddress } from "./address.ts";
import { downloadedBytes, downloadFile } from "./download.ts";
import { type DownloadWish, downloadKey, noteDownload, withDownload } from "./downloads.ts";
import { filesUnder, type HubFile, type HubRepository, openRepository } from "./repository.ts";

export interface FetchOptions {
  home: Home;
  kind?: PackKind;
  revision?: string;
  /** Kept with the download, for whoever takes it up again. */
  wish?: DownloadWish;
  signal?: AbortSignal;
  onProgress?: (progress: FetchProgress) => void;
}

export interface FetchProgress {
  /** Bytes that are here, and that are needed as far as is known: the weights' come to light with the graphs. */
  bytes: number;
  total: number;
  /** The file that is coming. */
  file: string;
}

/**
 * Fetches the pack at `address` and gives it to `finish`, which makes it a pack by renaming its folder.
 * @throws Problem: what `finish` throws, or what is wrong with address, connection, disk or pack. What has
 * arrived stays for another try, unless the pack is to blame.
 */
export async function fetchPack<T>(
  address: HubAddress,
  options: FetchOptions,
  finish: (candidate: Candidate, repository: HubRepository) => Promise<T>,
): Promise<T> {
  const { home, signal } = options;
  const repository = await openRepository(address.name, options.revision, signal);
  const { folder, graph } = placeIn(address);
  const remote = filesUnder(repository, folder);
  const source = [address.name, address.path].filter(Boolean).join("/");
  const choice = chooseFiles(
    remote.map(({ path }) => path),
    source,
    graph,
  );
  const chosen = remote.filter(({ path }) => choice.graphs.includes(path) || choice.others.includes(path));
  const key = downloadKey(source, repository.commit);
  let arrived = false;
  const isWorthless = (error: unknown) =>
    arrived && error instanceof Problem && WORTHLESS.has(error.code) && !(error instanceof KindQuestion);
  return withDownload(
    home,
    key,
    async (dir) => {
      const note = (files: readonly HubFile[]) =>
        noteDownload(home, key, {
          ...{ source, commit: repository.commit, bytes: total(files), wish: options.wish ?? {} },
        });
      await note(chosen);
      await download(repository, chosen, dir, options);
      arrived = true;
      const found = await recognise(dir, choice, options.kind);
      const data = dataFiles(found, remote, source);
      arrived = false;
      await note([...chosen, ...data]);
      await download(repository, data, dir, options, total(chosen));
      arrived = true;
      const candidate = await completeCandidate(dir, choice, found);
      await refuseStrangers(candidate, candidate.files, source);
      return finish(candidate, repository);
    },
    isWorthless,
  );
}

/** Problems that another try would meet again. */
const WORTHLESS = new Set(["bad-input", "corrupt-pack"]);

/** The folder of the repository that is the pack; a graph in onnx/ has its configuration in the folder above. */
function placeIn({ path }: HubAddress): { folder?: string; graph?: string } {
  if (path === undefined) return {};
  if (!path.endsWith(".onnx")) return { folder: path };
  const folder = posix.dirname(path).replace(/(^|\/)onnx$/, "");
  if (folder === "" || folder === ".") return { graph: path };
  return { folder, graph: path.slice(folder.length + 1) };
}

/** The files with the graphs' weights. Throws Problem "corrupt-pack" for one that the repository lacks. */
function dataFiles(found: Recognised, remote: readonly HubFile[], source: string): HubFile[] {
  const paths = new Set(found.graphs.flatMap(({ data }) => Object.keys(data)));
  return [...paths].map((path) => {
    const file = remote.find((other) => other.path === path);
    if (file !== undefined) return file;
    throw new Problem(
      "corrupt-pack",
      `A graph of ${source} has its weights in ${path}, which is not there.`,
      "Choose another repository, or another --revision.",
      { text: { key: "pack-incomplete", values: { source, missing: path } } },
    );
  });
}

async function download(
  repository: HubRepository,
  files: readonly HubFile[],
  dir: string,
  options: FetchOptions,
  /** Bytes of the pack that came before. */
  before = 0,
): Promise<void> {
  const bytes = new Map<HubFile, number>();
  for (const file of files) bytes.set(file, await downloadedBytes(dir, file));
  const needed = total(files);
  const here = () => [...bytes.values()].reduce((sum, part) => sum + part, 0);
  await requireRoom(options.home.packs, needed - here(), "The download");
  for (const file of files) {
    await downloadFile(repository, file, dir, {
      ...(options.signal && { signal: options.signal }),
      onProgress: (_, part) => {
        bytes.set(file, part);
        options.onProgress?.({ bytes: before + here(), total: before + needed, file: file.path });
      },
    });
  }
}

function total(files: readonly HubFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
