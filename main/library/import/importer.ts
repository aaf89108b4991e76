/** Imports files and backup folders as tasks. */
import { basename } from "node:path";
import type { LibraryTask } from "#contract/library.ts";
import { Problem } from "#contract/problem.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import type { Items } from "../items/items.ts";
import type { TaskContext, Tasks } from "../tasks.ts";
import { filesBelow } from "./files.ts";
import type { Proxies } from "./proxies.ts";
import { readSoraFolder, type SoraVideo } from "./sora-folder.ts";
import { type ImportStore, NO_PROVENANCE, type Provenance } from "./store.ts";
import type { Uploads } from "./uploads.ts";

export const SORA = "sora";

export class Importer {
  readonly #database: Database;
  readonly #items: Items;
  readonly #store: ImportStore;
  readonly #proxies: Proxies;
  readonly #tasks: Tasks;
  readonly uploads: Uploads;

  constructor(
    database: Database,
    items: Items,
    store: ImportStore,
    proxies: Proxies,
    tasks: Tasks,
    uploads: Uploads,
  ) {
    this.uploads = uploads;
    this.#database = database;
    this.#items = items;
    this.#store = store;
    this.#proxies = proxies;
    this.#tasks = tasks;
  }

  /** Imports files, and those in folders. What is no media is told and left out. */
  importFiles(paths: readonly string[]): LibraryTask {
    return this.#tasks.start("import", (context) => this.#files(paths, context));
  }

  /** Imports files that were received in pieces. Throws Problem "not-found". */
  importUploads(ids: readonly string[]): LibraryTask {
    const paths = this.uploads.paths(ids);
    return this.#tasks.start("import", async (context) => {
      try {
        await this.#files(paths, context);
      } finally {
        await this.uploads.drop(ids);
      }
    });
  }

  async #files(paths: readonly string[], context: TaskContext): Promise<void> {
    const files = await filesBelow(paths);
    context.total(files.length);
    for (const file of files) await this.#one(file, { createdAt: Date.now(), ...NO_PROVENANCE }, context);
  }

  /** Imports a backup folder of Sora, with prompts, dates and what came from what. */
  importSora(folder: string): LibraryTask {
    return this.#tasks.start("sora", async (context) => {
      const { videos, problems } = await readSoraFolder(folder);
      context.total(videos.length + problems.length);
      const items = new Map<SoraVideo, string>();
      // Oldest first, so that those of one second keep their order.
      for (const video of videos.toSorted((a, b) => a.createdAt - b.createdAt)) {
        const { path, ids, prompt, createdAt, parents } = video;
        const provenance = {
          ...{ createdAt, prompt, origin: SORA, originId: ids[0] ?? null, originParent: parents[0] ?? null },
        };
        const id = await this.#one(path, provenance, context);
        if (id !== undefined) items.set(video, id);
      }
      await this.#connect(items);
      for (const { subject, problem } of problems) {
        context.begin(subject);
        context.end({ problem });
      }
    });
  }

  /** A bad file is told and left out; a full disk ends the import. */
  async #one(path: string, provenance: Provenance, context: TaskContext): Promise<string | undefined> {
    context.signal.throwIfAborted();
    context.begin(basename(path));
    try {
      const { id, duplicate } = await this.#store.store(path, provenance, context.signal);
      context.end({ item: id, duplicate });
      // Proxies come meanwhile.
      this.#proxies.start();
      return id;
    } catch (error) {
      if (context.signal.aborted || (error instanceof Problem && error.code === "no-space")) throw error;
      context.end({ problem: error });
      return undefined;
    }
  }

  /** Ties what was imported to its parents, whichever of the two came first. */
  async #connect(items: ReadonlyMap<SoraVideo, string>): Promise<void> {
    const byName = new Map([...items].flatMap(([{ ids }, item]) => ids.map((id) => [id, item] as const)));
    const known = prepared<[string, string], string>(
      this.#database,
      "SELECT id FROM imports WHERE origin = ? AND originId = ?",
    );
    const orphans = prepared<[string, string], string>(
      this.#database,
      "SELECT id FROM imports WHERE origin = ? AND originParent = ?",
    );
    const tie = prepared(
      this.#database,
      "UPDATE items SET parent = ? WHERE id = ? AND id <> ? AND parent IS NULL",
    );
    await this.#items.write(() => {
      for (const [{ parents, ids }, item] of items) {
        const parent = parents
          .map((name) => byName.get(name) ?? known.pluck().get(SORA, name))
          .find((id) => id !== undefined);
        if (parent !== undefined) tie.run(parent, item, parent);
        for (const name of ids) {
          for (const child of orphans.pluck().all(SORA, name)) tie.run(item, child, item);
        }
      }
    });
  }
}
