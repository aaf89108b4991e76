/** The library's tables. Times are milliseconds since 1970. */
import type { Generated } from "#native/sqlite/kysely.ts";

export interface GenerationTable {
  seq: Generated<number>;
  id: string;
  /** What it was made from: the key of the checked clip. The same draft is never stored twice. */
  key: string;
  parent: string | null;
  createdAt: number;
  prompt: string;
  /** DraftRequest, Storyboard, timings, as JSON. */
  request: string;
  storyboard: string;
  timings: string;
  inferenceMs: number;
  pack: string;
  packHash: string;
  provider: string;
  seed: number;
  frames: number;
  width: number;
  height: number;
  fps: number;
}

interface MediaTable {
  sha256: string;
  extension: string;
  bytes: number;
  createdAt: number;
}

interface GenerationFileTable {
  generation: string;
  /** "clip", "master", "stem:dialogue", ... */
  role: string;
  sha256: string;
}

export interface JobTable {
  id: string;
  state: string;
  request: string;
  /** Where the user wants the clip, besides the library. */
  out: string | null;
  /** Who runs it, and when it last said so. */
  pid: number;
  createdAt: number;
  updatedAt: number;
  errorCode: string | null;
  errorMessage: string | null;
  errorHint: string | null;
  /** ProblemText, as JSON; null where there is none. */
  errorText: Generated<string | null>;
  generation: string | null;
  /** Its place in the queue, the smallest first; null for a job that never was in the queue. */
  position: Generated<number | null>;
  /** 1 while a queued job is not to be begun. */
  held: Generated<number>;
  /** Jobs that were asked for together. */
  batch: Generated<string | null>;
  /** 1 when the user does not want to see it any more. */
  dismissed: Generated<number>;
}

interface QueueTable {
  paused: number;
}

export interface JobStageTable {
  job: string;
  stage: string;
  /** Shot number of stages that run once a shot, else 0. */
  part: number;
  key: string;
  ms: number;
  /** 1 when the result was found, not made. */
  cached: number;
}

/**
 * Everything that the library shows, generations and imports alike. An item in the trash keeps its row but is
 * in no index and no list; an erased one keeps its place in the lineage, and nothing else.
 */
export interface ItemTable {
  /** Sorts by time (see place.ts); shared with the search index and the lists of tags, collections, cameos. */
  seq: number;
  id: string;
  kind: string;
  state: string;
  parent: string | null;
  createdAt: number;
  title: string;
  rating: number;
  seconds: number | null;
  width: number | null;
  height: number | null;
  look: string | null;
  pack: string | null;
  trashedAt: number | null;
  /** Tags, collections and cameos of an item in the trash, as JSON. */
  shelved: string | null;
}

export interface ImportTable {
  id: string;
  sha256: string;
  /** What the browser plays instead; null where there is none yet, or none is needed. */
  proxy: string | null;
  proxyState: string;
  fileName: string;
  /** MediaInfo, as JSON. */
  info: string;
  prompt: string | null;
  /** Where it was before, and its name there: "sora", "s_0123". */
  origin: string | null;
  originId: string | null;
  originParent: string | null;
}

export interface Tables {
  generations: GenerationTable;
  media: MediaTable;
  generationFiles: GenerationFileTable;
  jobs: JobTable;
  jobStages: JobStageTable;
  queue: QueueTable;
  items: ItemTable;
  itemTexts: { seq: number; words: string };
  imports: ImportTable;
  tags: { id: Generated<number>; name: string };
  itemTags: { tag: number; seq: number };
  collections: { id: string; name: string; createdAt: number };
  collectionItems: { collection: string; seq: number };
  cameos: { id: string; name: string };
  generationCameos: { cameo: string; seq: number };
}
