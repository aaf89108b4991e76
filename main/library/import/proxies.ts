/** Proxies: copies that a browser plays, of files that it cannot. Made in the background, one at a time. */
import { rm, stat } from "node:fs/promises";
import type { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
import { temporaryPath } from "#main/home.ts";
import {
  fileArgument,
  type MediaInfo,
  runFfmpeg,
  type TranscodeOptions,
  transcode,
} from "#native/ffmpeg/index.ts";
import { type Database, prepared } from "#native/sqlite/index.ts";
import { type EncoderChoice, Encoding } from "../encoding.ts";
import type { Items } from "../items/items.ts";
import { describeMedia, mediaPath, placeMedia } from "../media.ts";
import type { MediaFiles } from "../media-files.ts";
import type { TaskContext, Tasks } from "../tasks.ts";
import { kindOf } from "./playable.ts";

interface WaitingRow {
  id: string;
  fileName: string;
  info: string;
  sha256: string;
  extension: string;
}

/** A proxy is for looking at: no larger than this. */
const MOST_PIXELS = 1280;

export class Proxies {
  readonly #home: Home;
  readonly #database: Database;
  readonly #items: Items;
  readonly #media: MediaFiles;
  readonly #tasks: Tasks;
  readonly #chooseEncoder: () => Promise<EncoderChoice>;
  #isRunning = false;

  constructor(
    home: Home,
    database: Database,
    items: Items,
    media: MediaFiles,
    tasks: Tasks,
    chooseEncoder: () => Promise<EncoderChoice>,
  ) {
    this.#home = home;
    this.#chooseEncoder = chooseEncoder;
    this.#database = database;
    this.#items = items;
    this.#media = media;
    this.#tasks = tasks;
  }

  /** Makes the proxies that are waited for, also those of an earlier run. */
  start(): void {
    if (this.#isRunning || this.#waiting().length === 0) return;
    this.#isRunning = true;
    this.#tasks.start("proxy", async (context) => {
      try {
        await this.#makeAll(context);
      } finally {
        this.#isRunning = false;
      }
    });
  }

  /** Deletes all proxies; each is made again when its item is opened. */
  async clear(): Promise<void> {
    const proxies = prepared<[], string>(
      this.#database,
      "SELECT DISTINCT proxy FROM imports WHERE proxy IS NOT NULL",
    )
      .pluck()
      .all();
    await this.#items.write(() => {
      prepared(this.#database, "UPDATE imports SET proxy = NULL WHERE proxy IS NOT NULL").run();
    });
    await this.#media.dropUnreferenced(proxies);
  }

  /** Makes an item's proxy again, if it was cleared. */
  async want(id: string): Promise<void> {
    const isCleared = prepared<[string]>(
      this.#database,
      "SELECT 1 FROM imports WHERE id = ? AND proxyState = 'made' AND proxy IS NULL",
    ).get(id);
    if (isCleared === undefined) return;
    await this.#items.write(() => {
      prepared(this.#database, "UPDATE imports SET proxyState = 'waiting' WHERE id = ?").run(id);
    });
    this.start();
  }

  #waiting(): WaitingRow[] {
    return prepared<[], WaitingRow>(
      this.#database,
      `SELECT imports.id, fileName, info, imports.sha256, extension FROM imports
       JOIN media ON media.sha256 = imports.sha256 WHERE proxyState = 'waiting' ORDER BY imports.id`,
    ).all();
  }

  async #makeAll(context: TaskContext): Promise<void> {
    let done = 0;
    const encoding = new Encoding(this.#chooseEncoder);
    for (let rows = this.#waiting(); rows.length > 0; rows = this.#waiting()) {
      context.total(done + rows.length);
      const [row] = rows;
      context.begin(row!.fileName);
      try {
        const problem = await this.#make(row!, encoding, context);
        context.end({ item: row!.id, problem });
      } catch (problem) {
        if (context.signal.aborted) throw problem;
        await this.#record(row!.id, null, "failed");
        context.end({ item: row!.id, problem });
      }
      done += 1;
    }
  }

  /** Gives what is to be told of how it went well. */
  async #make(row: WaitingRow, encoding: Encoding, context: TaskContext): Promise<Problem | undefined> {
    const info = JSON.parse(row.info) as MediaInfo;
    const kind = kindOf(info);
    const extension = kind === "video" ? ".mp4" : kind === "audio" ? ".m4a" : ".jpg";
    const temporary = temporaryPath(this.#home) + extension;
    const source = mediaPath(this.#home, row);
    let told: Problem | undefined;
    try {
      if (kind === "video") {
        told = await encoding.run((encoder) =>
          transcode(source, temporary, {
            ...{ ...VIDEO, encoder, signal: context.signal, onFraction: context.fraction },
          }),
        );
      } else {
        await runFfmpeg(["-i", fileArgument(source), ...proxyArguments(kind), fileArgument(temporary)], {
          signal: context.signal,
        });
      }
      await stat(temporary);
      const media = await describeMedia(temporary);
      await this.#media.announce([media]);
      await placeMedia(this.#home, temporary, media);
      await this.#record(row.id, media.sha256, "made");
      return told;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async #record(id: string, proxy: string | null, state: "made" | "failed"): Promise<void> {
    await this.#items.write(() => {
      prepared(this.#database, "UPDATE imports SET proxy = ?, proxyState = ? WHERE id = ?").run(
        proxy,
        state,
        id,
      );
    });
  }
}

const BOUND = `scale='min(${MOST_PIXELS},iw)':'min(${MOST_PIXELS},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`;

/** A keyframe twice a second: scrubbing is quick. */
const VIDEO = {
  ...{ format: "mp4", crf: 23, filter: BOUND },
  picture: ["-force_key_frames", "expr:gte(t,n_forced*0.5)", "-ac", "2"],
} as const satisfies Omit<TranscodeOptions, "encoder">;

function proxyArguments(kind: ReturnType<typeof kindOf>): string[] {
  switch (kind) {
    case "audio":
      return [
        "-map",
        "0:a:0",
        "-c:a",
        "aac",
        "-b:a",
        "192k",
        "-ac",
        "2",
        "-map_metadata",
        "-1",
        "-f",
        "ipod",
      ];
    default:
      return [
        "-map",
        "0:v:0",
        "-frames:v",
        "1",
        "-vf",
        `${BOUND},format=yuvj420p`,
        "-q:v",
        "3",
        "-f",
        "mjpeg",
      ];
  }
}
