/** A backup folder of Sora: its videos, each with what manifests and prompt files say of it. */
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, relative, resolve, sep } from "node:path";
import { Problem } from "#contract/problem.ts";
import { filesBelow } from "./files.ts";
import { parseRecords, parseSidecar, type SoraRecord } from "./sora-records.ts";

const VIDEO = /\.(mp4|mov|webm|m4v|gif|png|jpe?g|webp)$/i;
const MANIFEST = /\.(json|jsonl|ndjson)$/i;
const SIDECAR = /\.(md|txt)$/i;
const LARGEST_MANIFEST = 256 * 2 ** 20;

export interface SoraVideo {
  path: string;
  ids: string[];
  prompt: string | null;
  createdAt: number;
  parents: string[];
}

export interface SoraBackup {
  videos: SoraVideo[];
  /** Manifests that could not be read, and videos that they name but that are not there. */
  problems: { subject: string; problem: Problem }[];
}

/** Throws Problem "not-found" when there is no video in the folder. */
export async function readSoraFolder(folder: string): Promise<SoraBackup> {
  const files = await filesBelow([folder]);
  const problems: SoraBackup["problems"] = [];
  const tell = (subject: string, problem: Problem) => problems.push({ subject, problem });
  const videos = files.filter((file) => VIDEO.test(file));
  if (videos.length === 0) {
    throw new Problem(
      "not-found",
      `${folder} holds no video.`,
      "Choose the folder that the backup was unpacked into, with its JSON file and its mp4 files.",
      { text: { key: "sora-no-video", values: { folder } } },
    );
  }
  const bySubject = new Map<string, SoraRecord>();
  const missing: SoraRecord[] = [];
  const finder = new VideoFinder(folder, videos);
  for (const manifest of files.filter((file) => MANIFEST.test(file))) {
    for (const record of await recordsOf(manifest, folder, tell)) {
      const video = finder.find(record, dirname(manifest));
      if (video === undefined) missing.push(record);
      else bySubject.set(video, merge(bySubject.get(video), record));
    }
  }
  for (const sidecar of files.filter((file) => SIDECAR.test(file))) {
    const { ids, ...said } = parseSidecar(await readFile(sidecar, "utf8"));
    const record = { ...said, ids: [...ids, stem(sidecar)], file: null, parents: [] };
    const video = finder.find(record, dirname(sidecar));
    // Sora's posts have captions, and their prompts apart: the longer text is the prompt.
    if (video !== undefined) bySubject.set(video, merge(record, bySubject.get(video)));
  }
  for (const record of missing.filter(
    ({ ids, file }) => !finder.isKnown(ids) && (file !== null || ids.length > 0),
  )) {
    const name = record.file ?? record.ids[0]!;
    tell(
      name,
      new Problem(
        "not-found",
        `${name} is in the manifest, but not in the folder.`,
        "Copy it there and import again.",
        { text: { key: "sora-file-missing", values: { name } } },
      ),
    );
  }
  return { videos: await Promise.all(videos.map((path) => toVideo(path, bySubject.get(path)))), problems };
}

async function recordsOf(
  manifest: string,
  folder: string,
  tell: (subject: string, problem: Problem) => void,
): Promise<SoraRecord[]> {
  const subject = relative(folder, manifest);
  try {
    if ((await stat(manifest)).size > LARGEST_MANIFEST) throw new RangeError("it is too large");
    return parseRecords(await readFile(manifest, "utf8"));
  } catch (error) {
    const why = (error as Error).message;
    tell(
      subject,
      new Problem(
        "bad-input",
        `${subject} cannot be read: ${why}.`,
        "Its videos are imported without prompts.",
        { text: { key: "sora-list-unreadable", values: { file: subject } } },
      ),
    );
    return [];
  }
}

/** Finds the video of a record: by the file that it names, else by one of its ids in the name of a file. */
class VideoFinder {
  readonly #folder: string;
  readonly #paths: Set<string>;
  readonly #byName = new Map<string, string>();
  readonly #byStem = new Map<string, string>();

  constructor(folder: string, videos: readonly string[]) {
    this.#folder = folder;
    this.#paths = new Set(videos);
    for (const video of videos) {
      this.#byName.set(basename(video), video);
      this.#byStem.set(stem(video), video);
      // "2026-03-01_s_0123abcd.mp4": ids of Sora stand within longer names.
      for (const [id] of stem(video).matchAll(/(s|gen|task|video)_[0-9A-Za-z]{6,}/g)) {
        if (!this.#byStem.has(id)) this.#byStem.set(id, video);
      }
    }
  }

  find({ file, ids }: SoraRecord, beside: string): string | undefined {
    if (file !== null) {
      const name = file.replaceAll("\\", "/");
      for (const base of [beside, this.#folder]) {
        const path = resolve(base, name);
        if (path.startsWith(this.#folder + sep) && this.#paths.has(path)) return path;
      }
      const named = this.#byName.get(basename(name));
      if (named !== undefined) return named;
    }
    for (const id of ids) {
      const video = this.#byStem.get(id);
      if (video !== undefined) return video;
    }
    return undefined;
  }

  isKnown(ids: readonly string[]): boolean {
    return ids.some((id) => this.#byStem.has(id));
  }
}

/** What two sources say of one video; the first is believed where both speak. */
function merge(first: SoraRecord | undefined, second: SoraRecord | undefined): SoraRecord {
  const one = first ?? second!;
  const other = second ?? one;
  return {
    ids: [...new Set([...one.ids, ...other.ids])],
    prompt: one.prompt ?? other.prompt,
    createdAt: one.createdAt ?? other.createdAt,
    file: one.file ?? other.file,
    parents: [...new Set([...one.parents, ...other.parents])],
  };
}

async function toVideo(path: string, record: SoraRecord | undefined): Promise<SoraVideo> {
  const { ids = [], prompt = null, createdAt = null, parents = [] } = record ?? {};
  return {
    path,
    ids: [...new Set([...ids, stem(path)])],
    prompt,
    createdAt: createdAt ?? Math.round((await stat(path)).mtimeMs),
    parents,
  };
}

function stem(path: string): string {
  return basename(path, extname(path));
}
