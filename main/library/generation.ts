/** A generation: what a draft produced. How rows become one, without any query. */
import { DraftRequest, type Stage, type Stem } from "#contract/draft.ts";
import { Storyboard } from "#contract/storyboard.ts";
import type { Home } from "#main/home.ts";
import type { Selectable } from "#native/sqlite/kysely.ts";
import { type Media, mediaPath } from "./media.ts";
import type { GenerationTable } from "./schema.ts";

/** "init" is the picture that the draft started from. */
export type FileRole = "clip" | "master" | `stem:${Stem}` | "init";

export interface StoredFile extends Media {
  role: FileRole;
  path: string;
}

/** Milliseconds that each stage took; of a stage that runs once a shot, the sum. */
export type Timings = Partial<Record<Stage, number>>;

export interface NewGeneration {
  /** What it was made from; a second generation of the same key is the first one. */
  key: string;
  /** The generation that it remixes. */
  parent: string | null;
  request: DraftRequest;
  storyboard: Storyboard;
  timings: Timings;
  inferenceMs: number;
  packHash: string;
  provider: string;
  width: number;
  height: number;
}

export interface Generation extends NewGeneration {
  id: string;
  createdAt: number;
  files: StoredFile[];
}

export type GenerationRow = Selectable<GenerationTable>;
export interface FileRow {
  role: string;
  sha256: string;
  extension: string;
  bytes: number;
}

export function toGeneration(home: Home, row: GenerationRow, files: readonly FileRow[]): Generation {
  return {
    id: row.id,
    key: row.key,
    parent: row.parent,
    createdAt: row.createdAt,
    request: DraftRequest.parse(JSON.parse(row.request)),
    storyboard: Storyboard.parse(JSON.parse(row.storyboard)),
    timings: JSON.parse(row.timings) as Timings,
    inferenceMs: row.inferenceMs,
    packHash: row.packHash,
    provider: row.provider,
    width: row.width,
    height: row.height,
    files: files.map(({ role, sha256, extension, bytes }) => ({
      role: role as FileRole,
      sha256,
      extension,
      bytes,
      path: mediaPath(home, { sha256, extension }),
    })),
  };
}
