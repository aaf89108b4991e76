/** What uses the disk, by what it is to the user. */
import { readdir, statfs } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import {
  CLEANABLE,
  PLACES,
  type PlaceState,
  type StorageReport,
  type Usage,
  type UsageKind,
} from "#contract/storage.ts";
import { type Home, missingPlaces, movedPlaces } from "#main/home.ts";
import type { Held, Holdings } from "#main/library/index.ts";
import { cleanableBytes } from "./clean.ts";
import { filesBelow, measure } from "./files.ts";
import { isWritable } from "./target.ts";

/** Kinds of media by their file's ending; anything else is "other-media". */
const ENDINGS: Partial<Record<UsageKind, readonly string[]>> = {
  video: [".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v", ".mpg", ".mpeg", ".ts", ".ogv"],
  audio: [".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".opus", ".aif", ".aiff"],
  pictures: [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic"],
};
/** The stills of the library, in cache/. */
const PICTURES = "pictures";

/** Everything that the studio keeps, measured on the disk. */
export async function measureStorage(home: Home, holdings: Holdings): Promise<StorageReport> {
  const usages = (
    await Promise.all([
      mediaUsages(home, holdings),
      packUsages(home),
      cacheUsages(home),
      oneUsage("library", home.root, await libraryFiles(home)),
      oneUsage("projects", home.projects),
      oneUsage("logs", home.logs),
    ])
  ).flat();
  const bytesOf = (kinds: readonly UsageKind[]) =>
    usages.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { bytes }) => sum + bytes, 0);
  const placeBytes = {
    media: bytesOf(["video", "audio", "pictures", "other-media", "trash", "proxies"]),
    packs: bytesOf(["pack", "downloads"]),
    cache: bytesOf(["cache", "previews"]),
  };
  return {
    root: home.root,
    usages: usages.filter(({ files }) => files > 0),
    places: await Promise.all(
      PLACES.map(async (place) => ({ ...(await stateOf(home, place)), bytes: placeBytes[place] })),
    ),
    cleanable: await Promise.all(
      CLEANABLE.map(async (kind) => ({ kind, bytes: await cleanableBytes(kind, home, holdings) })),
    ),
  };
}

async function stateOf(home: Home, place: PlaceState["place"]): Promise<Omit<PlaceState, "bytes">> {
  const folder = home[place];
  const missing = missingPlaces(home).includes(place);
  const disk = missing ? undefined : await statfs(folder).catch(() => undefined);
  return {
    place,
    folder,
    moved: movedPlaces(home).includes(place),
    state: missing ? "missing" : (await isWritable(folder)) ? "ok" : "not-writable",
    freeBytes: disk ? disk.bavail * disk.bsize : null,
    diskBytes: disk ? disk.blocks * disk.bsize : null,
  };
}

/** By the files' endings, but for what trash and proxies hold. */
async function mediaUsages({ media }: Home, { trash, proxies }: Holdings): Promise<Usage[]> {
  const kinds = [...Object.keys(ENDINGS), "other-media"] as UsageKind[];
  const usages = kinds.map((kind): Usage => ({ kind, name: "", bytes: 0, files: 0 }));
  const usageOf = (ending: string) =>
    usages.at(kinds.findIndex((kind) => ENDINGS[kind]?.includes(ending.toLowerCase())))!;
  for await (const { path, bytes } of filesBelow(media)) {
    const usage = usageOf(extname(path));
    usage.bytes += bytes;
    usage.files += 1;
  }
  // A disk that is not connected has neither.
  if (usages.every(({ files }) => files === 0)) return usages;
  const held = (kind: UsageKind, parts: readonly Held[]): Usage => {
    const sum: Usage = { kind, name: "", bytes: 0, files: 0 };
    for (const { extension, bytes, files } of parts) {
      const usage = usageOf(extension);
      usage.bytes = Math.max(0, usage.bytes - bytes);
      usage.files -= files;
      sum.bytes += bytes;
      sum.files += files;
    }
    return sum;
  };
  return [held("trash", trash), held("proxies", proxies), ...usages];
}

async function packUsages({ packs }: Home): Promise<Usage[]> {
  const names = await readdir(packs, { withFileTypes: true }).catch(() => []);
  const folders = names.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    folders.map(async (name) => {
      const kind = name.startsWith(".") ? "downloads" : "pack";
      return { ...(await measure(join(packs, name))), kind, name: kind === "pack" ? name : "" } as const;
    }),
  );
}

async function cacheUsages({ cache }: Home): Promise<Usage[]> {
  const usages: Usage[] = [
    { kind: "cache", name: "", bytes: 0, files: 0 },
    { kind: "previews", name: "", bytes: 0, files: 0 },
  ];
  for await (const { path, bytes } of filesBelow(cache)) {
    const usage = usages[path.startsWith(`${PICTURES}${sep}`) ? 1 : 0]!;
    usage.bytes += bytes;
    usage.files += 1;
  }
  return usages;
}

async function oneUsage(kind: UsageKind, folder: string, files?: readonly string[]): Promise<Usage[]> {
  return [{ kind, name: "", ...(await measure(folder, files)) }];
}

/** The database, what SQLite writes beside it, and its backup. */
async function libraryFiles({ root }: Home): Promise<string[]> {
  return (await readdir(root).catch(() => [])).filter((name) => name.startsWith("library."));
}
