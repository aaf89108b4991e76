/** The migrations that make the library's tables. What was released is never changed, only added to. */
import { Storyboard } from "#contract/storyboard.ts";
import type { Database, Migration } from "#native/sqlite/index.ts";
import { placeAt } from "./place.ts";
import { indexWords } from "./search.ts";
import { generationWords } from "./words.ts";

const GENERATIONS: Migration = `
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
  `;

/** One list for what was drafted and what was imported; trash, ratings, tags, collections, cameos. */
const ITEMS = `
  CREATE TABLE items (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('generation', 'video', 'audio', 'picture')),
    state TEXT NOT NULL DEFAULT 'here' CHECK (state IN ('here', 'trash', 'erased')),
    -- No foreign key: a parent may have been imported later, or never.
    parent TEXT,
    createdAt INTEGER NOT NULL,
    title TEXT NOT NULL,
    rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
    seconds REAL,
    width INTEGER,
    height INTEGER,
    look TEXT,
    pack TEXT,
    trashedAt INTEGER,
    shelved TEXT
  ) STRICT;
  CREATE INDEX itemsByParent ON items(parent) WHERE parent IS NOT NULL;
  CREATE INDEX itemsInTrash ON items(seq, kind, look, pack, rating, trashedAt) WHERE state = 'trash';
  -- All that a filter looks at, in the order of the list: no filter has to read the rows.
  CREATE INDEX itemsListed ON items(seq, kind, look, pack, rating) WHERE state = 'here';
  CREATE INDEX itemsByKind ON items(kind, seq) WHERE state = 'here';
  CREATE INDEX itemsByLook ON items(look, seq) WHERE state = 'here';
  CREATE INDEX itemsByPack ON items(pack, seq) WHERE state = 'here';
  CREATE INDEX itemsByRating ON items(rating, seq) WHERE state = 'here';

  CREATE TABLE imports (
    id TEXT PRIMARY KEY REFERENCES items(id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL REFERENCES media(sha256),
    proxy TEXT REFERENCES media(sha256),
    proxyState TEXT NOT NULL CHECK (proxyState IN ('unneeded', 'waiting', 'made', 'failed')),
    fileName TEXT NOT NULL,
    info TEXT NOT NULL,
    prompt TEXT,
    origin TEXT,
    originId TEXT,
    originParent TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX importsByMedia ON imports(sha256);
  CREATE INDEX importsByProxy ON imports(proxy) WHERE proxy IS NOT NULL;
  CREATE INDEX importsWaiting ON imports(proxyState) WHERE proxyState = 'waiting';
  CREATE INDEX importsByOrigin ON imports(origin, originId) WHERE originId IS NOT NULL;

  -- Lists of items, each in the order of time. An item in the trash is in none of them.
  CREATE TABLE tags (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE
  ) STRICT;
  CREATE TABLE itemTags (
    tag INTEGER NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
    seq INTEGER NOT NULL REFERENCES items(seq) ON DELETE CASCADE,
    PRIMARY KEY (tag, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tagsByItem ON itemTags(seq);

  CREATE TABLE collections (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    createdAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE collectionItems (
    collection TEXT NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    seq INTEGER NOT NULL REFERENCES items(seq) ON DELETE CASCADE,
    PRIMARY KEY (collection, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX collectionsByItem ON collectionItems(seq);

  -- Who is in a generation; filled when people can be cast.
  CREATE TABLE cameos (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE generationCameos (
    cameo TEXT NOT NULL REFERENCES cameos(id) ON DELETE CASCADE,
    seq INTEGER NOT NULL REFERENCES items(seq) ON DELETE CASCADE,
    PRIMARY KEY (cameo, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX cameosByItem ON generationCameos(seq);

  -- The words of an item, its tags left out: see words.ts for which they are, search.ts for how they are cut.
  CREATE TABLE itemTexts (
    seq INTEGER PRIMARY KEY REFERENCES items(seq) ON DELETE CASCADE,
    words TEXT NOT NULL
  ) STRICT;
  -- The words and tags of the items that are not in the trash, by their seq.
  CREATE VIRTUAL TABLE itemWords USING fts5(
    words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
  );
`;

interface OldGeneration {
  id: string;
  parent: string | null;
  createdAt: number;
  prompt: string;
  storyboard: string;
  pack: string;
  frames: number;
  fps: number;
  width: number;
  height: number;
}

function addItems(database: Database): void {
  database.exec(ITEMS);
  const insert = database.prepare(
    `INSERT INTO items (seq, id, kind, parent, createdAt, title, seconds, width, height, look, pack)
     VALUES (?, ?, 'generation', ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const keep = database.prepare("INSERT INTO itemTexts (seq, words) VALUES (?, ?)");
  const index = database.prepare("INSERT INTO itemWords (rowid, words) VALUES (?, ?)");
  const rows = database.prepare<[], OldGeneration>("SELECT * FROM generations ORDER BY seq").all();
  for (const row of rows) {
    const storyboard = Storyboard.parse(JSON.parse(row.storyboard));
    const seq = placeAt(database, row.createdAt);
    insert.run(
      ...[seq, row.id, row.parent, row.createdAt, row.prompt, row.frames / row.fps, row.width, row.height],
      ...[storyboard.shots[0]?.look ?? null, row.pack],
    );
    const words = indexWords(generationWords(row.prompt, storyboard, row.pack));
    keep.run(seq, words);
    index.run(seq, words);
  }
  database.exec("DROP TABLE generationWords");
}

/** The queue of the window. */
const QUEUE = `
  ALTER TABLE jobs ADD COLUMN position INTEGER;
  ALTER TABLE jobs ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN batch TEXT;
  ALTER TABLE jobs ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX jobsByPosition ON jobs(position) WHERE position IS NOT NULL AND dismissed = 0;
  CREATE TABLE queue (one INTEGER PRIMARY KEY CHECK (one = 1), paused INTEGER NOT NULL) STRICT;
  INSERT INTO queue VALUES (1, 0);
`;

/** What tells a job's problem in the window's own words: ProblemText, as JSON. */
const PROBLEM_WORDS = "ALTER TABLE jobs ADD COLUMN errorText TEXT;";

/** Prompts to be offered again, with those of before. */
const PROMPTS = `
  CREATE TABLE prompts (prompt TEXT PRIMARY KEY, usedAt INTEGER NOT NULL) STRICT;
  INSERT INTO prompts SELECT prompt, max(createdAt) FROM generations GROUP BY prompt;
`;

export const MIGRATIONS: readonly Migration[] = [GENERATIONS, addItems, QUEUE, PROBLEM_WORDS, PROMPTS];
