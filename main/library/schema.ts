/** The library's tables, and the migrations that make them. Times are milliseconds since 1970. */
import type { Migration } from "#native/sqlite/index.ts";
import type { Generated } from "#native/sqlite/kysely.ts";

export interface GenerationTable {
  /** Row number, shared with the search index. */
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
  generation: string | null;
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

export interface Tables {
  generations: GenerationTable;
  media: MediaTable;
  generationFiles: GenerationFileTable;
  jobs: JobTable;
  jobStages: JobStageTable;
}

export const MIGRATIONS: readonly Migration[] = [
  `
  CREATE TABLE generations (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    parent TEXT REFERENCES generations(id) ON DELETE SET NULL,
    createdAt INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    request TEXT NOT NULL,
    storyboard TEXT NOT NULL,
    timings TEXT NOT NULL,
    inferenceMs REAL NOT NULL,
    pack TEXT NOT NULL,
    packHash TEXT NOT NULL,
    provider TEXT NOT NULL,
    seed INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    fps INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX generationsByParent ON generations(parent) WHERE parent IS NOT NULL;

  CREATE TABLE media (
    sha256 TEXT PRIMARY KEY,
    extension TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    createdAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE generationFiles (
    generation TEXT NOT NULL REFERENCES generations(id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES media(sha256),
    PRIMARY KEY (generation, role)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX generationFilesByMedia ON generationFiles(sha256);

  CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'interrupted', 'done', 'failed', 'cancelled')),
    request TEXT NOT NULL,
    out TEXT,
    pid INTEGER NOT NULL,
    createdAt INTEGER NOT NULL,
    updatedAt INTEGER NOT NULL,
    errorCode TEXT,
    errorMessage TEXT,
    errorHint TEXT,
    generation TEXT REFERENCES generations(id) ON DELETE SET NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX jobsByState ON jobs(state);
  CREATE INDEX jobsByGeneration ON jobs(generation) WHERE generation IS NOT NULL;

  CREATE TABLE jobStages (
    job TEXT NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    stage TEXT NOT NULL,
    part INTEGER NOT NULL,
    key TEXT NOT NULL,
    ms REAL NOT NULL,
    cached INTEGER NOT NULL,
    PRIMARY KEY (job, stage, part)
  ) STRICT, WITHOUT ROWID;

  -- The words of a generation, by its seq; see search.ts for how they are cut.
  CREATE VIRTUAL TABLE generationWords USING fts5(
    words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
  );
  `,
];
