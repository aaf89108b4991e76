/** What reads and writes the library's tables, put together. Loads the query builder, so it is imported on demand. */
import type { Home } from "#main/home.ts";
import type { Database } from "#native/sqlite/index.ts";
import type { Kysely } from "#native/sqlite/kysely.ts";
import { Generations } from "./generations.ts";
import { Collections } from "./items/collections.ts";
import { Items } from "./items/items.ts";
import { Trash } from "./items/trash.ts";
import { Jobs } from "./jobs.ts";
import { MediaFiles } from "./media-files.ts";
import { Prompts } from "./prompts.ts";
import { QueuedJobs } from "./queued-jobs.ts";
import type { Tables } from "./schema.ts";

export interface Repositories {
  generations: Generations;
  jobs: Jobs;
  queue: QueuedJobs;
  items: Items;
  collections: Collections;
  trash: Trash;
  media: MediaFiles;
  prompts: Prompts;
}

export function repositoriesOf(home: Home, database: Database, kysely: Kysely<Tables>): Repositories {
  const media = new MediaFiles(home, kysely);
  const items = new Items(database, kysely);
  const jobs = new Jobs(kysely);
  return {
    generations: new Generations(home, database, kysely, media, items),
    jobs,
    queue: new QueuedJobs(kysely, jobs),
    items,
    collections: new Collections(database, items),
    trash: new Trash(home, database, items, media),
    media,
    prompts: new Prompts(database, kysely, items),
  };
}
