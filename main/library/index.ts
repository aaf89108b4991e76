/** The library: everything that was drafted, in SQLite, and its files, by their content. */
import { existsSync, rmSync, statSync } from "node:fs";
import type { DraftRequest, Init } from "#contract/draft.ts";
import type { ItemDetails } from "#contract/library.ts";
import { Problem } from "#contract/problem.ts";
import { type Home, prepareHome, requirePlaces } from "#main/home.ts";
import { backUp, checkIntegrity, type Database, faultOf, openDatabase } from "#native/sqlite/index.ts";
import { type FileRow, type Generation, type GenerationRow, toGeneration } from "./generation.ts";
import { detailsOf } from "./items/details.ts";
import { type Holdings, holdingsOf } from "./items/holdings.ts";
import { requestText } from "./job.ts";
import { describeMedia, mediaPath, placeMedia } from "./media.ts";
import { MIGRATIONS } from "./migrations.ts";
import { pictureSource } from "./pictures/source.ts";
import type { Repositories } from "./repositories.ts";
import type { Tables } from "./schema.ts";
import type { LibraryServices, ServiceOptions } from "./services.ts";

export { type EncoderChoice, inSoftware } from "./encoding.ts";
export { examineLibrary, type LibraryState } from "./examine.ts";
export type { FileRole, Generation, NewGeneration, StoredFile, Timings } from "./generation.ts";
export type { Generations, Page } from "./generations.ts";
export { newId } from "./ids.ts";
export type { Held, Holdings } from "./items/holdings.ts";
export { HEARTBEAT_MS, type Job, type JobStage, type JobState, type MeasuredJob } from "./job.ts";
export type { Jobs } from "./jobs.ts";
export { mediaPath } from "./media.ts";
export type { PictureKind } from "./pictures/index.ts";
export type { QueuedJobs } from "./queued-jobs.ts";
export type { Repositories } from "./repositories.ts";
export { restoreBackup } from "./restore.ts";
export type { LibraryServices } from "./services.ts";

/** A library of up to this size is backed up after every store, a larger one once a day. */
const SMALL_BYTES = 8 * 2 ** 20;
const DAY_MS = 24 * 60 * 60 * 1000;

export class Library {
  readonly home: Home;
  readonly #database: Database;
  #repositories: Promise<Repositories> | undefined;

  constructor(home: Home, database: Database) {
    this.home = home;
    this.#database = database;
  }

  /** The repositories; the query builder is loaded with the first call. */
  repositories(): Promise<Repositories> {
    this.#repositories ??= this.#loadRepositories();
    return this.#repositories;
  }

  async #loadRepositories(): Promise<Repositories> {
    const [{ queryBuilder }, parts] = await Promise.all([
      import("#native/sqlite/kysely.ts"),
      import("./repositories.ts"),
    ]);
    return parts.repositoriesOf(this.home, this.#database, queryBuilder<Tables>(this.#database));
  }

  /** What a window needs besides the repositories. */
  async services(options: ServiceOptions): Promise<LibraryServices> {
    const [repositories, { LibraryServices }] = await Promise.all([
      this.repositories(),
      import("./services.ts"),
    ]);
    return new LibraryServices(this.home, this.#database, repositories, options);
  }

  /** The file that an item is about. Throws Problem "not-found". */
  fileOf(id: string): string {
    const source = pictureSource(this.home, this.#database, id);
    if (source !== undefined) return source.path;
    throw new Problem("not-found", "That item has no file in the library any more.", "Choose another one.", {
      text: { key: "item-gone" },
    });
  }

  /** What trash and proxies hold on the disk. */
  holdings(): Holdings {
    return holdingsOf(this.#database);
  }

  /** One item in full. Throws Problem "not-found". */
  item(id: string): ItemDetails {
    return detailsOf(this.home, this.#database, id);
  }

  /**
   * The generation that was made from `key`, if it is here with all its files, and not in the trash.
   * Does without the query builder: this is all that a repeated draft asks.
   */
  recall(key: string): Generation | undefined {
    const row = this.#database
      .prepare<[string], GenerationRow>(
        `SELECT * FROM generations WHERE key = ?
         AND EXISTS (SELECT 1 FROM items WHERE items.id = generations.id AND state = 'here')`,
      )
      .get(key);
    if (row === undefined) return undefined;
    const files = this.#database
      .prepare<[string], FileRow>(
        `SELECT role, media.sha256, extension, bytes FROM generationFiles
         JOIN media ON media.sha256 = generationFiles.sha256 WHERE generation = ? ORDER BY role`,
      )
      .all(row.id);
    const generation = toGeneration(this.home, row, files);
    const complete = generation.files.every(
      (file) => statSync(file.path, { throwIfNoEntry: false })?.size === file.bytes,
    );
    return complete ? generation : undefined;
  }

  /** Whether a job of this request never ended, by our books. Does without the query builder, too. */
  hasUnfinishedJob(request: DraftRequest): boolean {
    const statement = this.#database.prepare<[string], unknown>(
      "SELECT 1 FROM jobs WHERE state IN ('queued', 'running', 'interrupted') AND request = ?",
    );
    return statement.get(requestText(request)) !== undefined;
  }

  /**
   * Copies a file into the library's media, for a draft to start from. It stays while an unfinished job or a
   * generation needs it.
   */
  async importMedia(file: string): Promise<Init> {
    requirePlaces(this.home);
    const described = await describeMedia(file);
    const extension = /^\.[a-z0-9]{1,8}$/.test(described.extension) ? described.extension : "";
    const media = { ...described, extension };
    const { media: files } = await this.repositories();
    await files.announce([media]);
    await placeMedia(this.home, file, media);
    return { sha256: media.sha256, extension };
  }

  /** The path of a file of the library. Throws Problem "not-found" when it is not there any more. */
  async requireMedia(media: Pick<Init, "sha256" | "extension">): Promise<string> {
    const path = mediaPath(this.home, media);
    if (existsSync(path)) return path;
    throw new Problem(
      "not-found",
      `What this draft starts from (${media.sha256.slice(0, 12)}${media.extension}) is not in the library any more.`,
      "Give the picture again with --image, or remix another clip.",
      { text: { key: "start-gone" } },
    );
  }

  /** Refreshes the backup beside the library, when it is due. */
  async backUp(): Promise<void> {
    const { home } = this;
    const age = Date.now() - (statSync(home.backup, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (statSync(home.library).size <= SMALL_BYTES || age > DAY_MS) {
      await advised(home, () => backUp(this.#database, home.backup));
    }
  }

  /** What a full check finds wrong; empty when the library is sound. */
  checkIntegrity(): string[] {
    return checkIntegrity(this.#database);
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * Opens the library of `home`, making it where there is none.
 * Throws Problem "corrupt-library", "not-writable", "no-space" or "bad-input" (a later version's library).
 */
export async function openLibrary(home: Home): Promise<Library> {
  prepareHome(home);
  const isNew = !existsSync(home.library);
  try {
    return await advised(home, async () => new Library(home, openDatabase(home.library, MIGRATIONS)));
  } catch (error) {
    // A library that could not be begun leaves no empty file behind.
    if (isNew) for (const suffix of ["", "-wal", "-shm"]) rmSync(home.library + suffix, { force: true });
    throw error;
  }
}

/** Runs `work` and turns SQLite's errors into problems that say what to do. */
async function advised<Result>(home: Home, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw libraryProblem(home, error) ?? error;
  }
}

/** The problem behind an error that SQLite raised, undefined for any other error. */
export function libraryProblem(home: Home, error: unknown): Problem | undefined {
  const cause = { cause: error };
  switch (faultOf(error)) {
    case "corrupt":
      return new Problem(
        "corrupt-library",
        `The library ${home.library} is damaged.`,
        existsSync(home.backup)
          ? `Run \`understudy restore-backup\` to go back to the copy of ${backupTime(home)}; the damaged file is kept aside.`
          : "There is no backup. Move the file away to begin a new library; the clips in media/ stay.",
        {
          ...cause,
          text: {
            key: existsSync(home.backup) ? "library-damaged" : "library-damaged-alone",
            values: { file: home.library },
          },
        },
      );
    case "newer":
      return new Problem(
        "bad-input",
        `The library ${home.library} was written by a later version of Understudy.`,
        "Update Understudy, or set UNDERSTUDY_HOME to another folder.",
        { ...cause, text: { key: "library-later", values: { file: home.library } } },
      );
    case "busy":
      return new Problem(
        "not-writable",
        `Another program keeps the library ${home.library} locked.`,
        "Close it and try again.",
        { ...cause, text: { key: "library-locked", values: { file: home.library } } },
      );
    case "read-only":
      return new Problem(
        "not-writable",
        `The library ${home.library} cannot be written.`,
        "Give yourself write permission, or set UNDERSTUDY_HOME to another folder.",
        { ...cause, text: { key: "file-not-writable", values: { file: home.library } } },
      );
    case "full":
      return new Problem(
        "no-space",
        `The disk of ${home.root} is full.`,
        "Free some space, or set UNDERSTUDY_HOME to a folder on another disk.",
        { ...cause, text: { key: "disk-full", values: { folder: home.root } } },
      );
    case undefined:
      return undefined;
  }
}

function backupTime(home: Home): string {
  return statSync(home.backup).mtime.toISOString().slice(0, 16).replace("T", " ");
}
