/** Exports items to a folder as a task; nothing there is ever overwritten. */
import { access, constants, copyFile, rm, writeFile } from "node:fs/promises";
import { basename, extname, isAbsolute, join, relative } from "node:path";
import { exportName } from "#contract/file-name.ts";
import type { ExportFormat, ExportPart, ItemDetails, LibraryTask } from "#contract/library.ts";
import type { VideoEncoder } from "#contract/machine.ts";
import { Problem } from "#contract/problem.ts";
import { type Home, temporaryPath } from "#main/home.ts";
import { transcode } from "#native/ffmpeg/index.ts";
import type { Database } from "#native/sqlite/index.ts";
import { type EncoderChoice, Encoding } from "../encoding.ts";
import { detailsOf } from "../items/details.ts";
import { mediaPath } from "../media.ts";
import type { TaskContext, Tasks } from "../tasks.ts";
import { copyWhole } from "./copy.ts";
import { diskProblem } from "./disk-problem.ts";

export interface ExportOptions {
  parts: readonly ExportPart[];
  format: ExportFormat;
  folder: string;
  pattern: string;
}

export class Exporter {
  readonly #home: Home;
  readonly #database: Database;
  readonly #tasks: Tasks;
  readonly #chooseEncoder: () => Promise<EncoderChoice>;

  constructor(home: Home, database: Database, tasks: Tasks, chooseEncoder: () => Promise<EncoderChoice>) {
    this.#home = home;
    this.#database = database;
    this.#tasks = tasks;
    this.#chooseEncoder = chooseEncoder;
  }

  /** Exports the parts that each item has. A full disk or a folder that cannot be written ends it. */
  export(ids: readonly string[], options: ExportOptions): LibraryTask {
    return this.#tasks.start("export", async (context) => {
      await requireFolder(options.folder);
      context.total(ids.length);
      const encoding = new Encoding(this.#chooseEncoder);
      for (const id of ids) {
        context.signal.throwIfAborted();
        let item: ItemDetails;
        try {
          item = detailsOf(this.#home, this.#database, id);
        } catch (problem) {
          context.end({ problem });
          continue;
        }
        context.begin(item.title);
        const problem = await this.#one(item, options, encoding, context).catch(asProblem);
        if (problem instanceof Problem && (problem.code === "no-space" || problem.code === "not-writable"))
          throw problem;
        context.signal.throwIfAborted();
        context.end({ item: id, problem });
      }
    });
  }

  /**
   * Copies a file of the library to `target`, over what is there; resolves when that is done.
   * Throws Problem "bad-input" for a target in the studio's own folders, "no-space", "not-writable", "not-found"
   * or "cancelled".
   */
  async saveCopy(source: string, target: string): Promise<void> {
    requireOutside(this.#home, target);
    await this.#tasks.perform("copy", async ({ total, begin, fraction, end, signal }) => {
      total(1);
      begin(target);
      await copyWhole(source, target, { signal, onFraction: fraction });
      end();
    });
  }

  /** Gives what is to be told of how it went well. */
  async #one(
    item: ItemDetails,
    { parts, format, folder, pattern }: ExportOptions,
    encoding: Encoding,
    { signal, fraction }: TaskContext,
  ): Promise<Problem | undefined> {
    let told: Problem | undefined;
    const seed = item.generation?.request.seed ?? null;
    const name = exportName(pattern, { ...item, seed });
    for (const { role, url } of item.files) {
      const suffix = suffixOf(role, parts);
      if (suffix === undefined) continue;
      signal.throwIfAborted();
      const [sha256 = "", extension = ""] = [basename(url, extname(url)), extname(url)];
      const source = mediaPath(this.#home, { sha256, extension });
      const isClip = suffix === "" && (item.kind === "generation" || item.kind === "video");
      if (format === "original" || !isClip) await placeBeside(source, folder, name + suffix, extension);
      else told = await this.#encode(source, { format, folder, name }, encoding, { signal, fraction });
    }
    if (parts.includes("storyboard") && item.generation !== null) {
      const { request, storyboard } = item.generation;
      const temporary = temporaryPath(this.#home);
      try {
        await writeFile(temporary, `${JSON.stringify({ request, storyboard }, null, 2)}\n`);
        await placeBeside(temporary, folder, `${name}.storyboard`, ".json");
      } finally {
        await rm(temporary, { force: true });
      }
    }
    return told;
  }

  async #encode(
    source: string,
    { format, folder, name }: { format: Exclude<ExportFormat, "original">; folder: string; name: string },
    encoding: Encoding,
    { signal, fraction }: Pick<TaskContext, "signal" | "fraction">,
  ): Promise<Problem | undefined> {
    const temporary = temporaryPath(this.#home);
    const encode = (encoder: VideoEncoder) =>
      transcode(source, temporary, { format, encoder, signal, onFraction: fraction });
    try {
      // The encoder that can be chosen is one of H.264.
      const told =
        format === "mp4" ? await encoding.run(encode) : await encode("libx264").then(() => undefined);
      await placeBeside(temporary, folder, name, `.${format}`);
      return told;
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

/** Media are known by their content: a copy over one of them would damage the library. */
function requireOutside({ root, media, packs, cache }: Home, target: string): void {
  const isInside = [root, media, packs, cache].some((folder) => {
    const way = relative(folder, target);
    return !way.startsWith("..") && !isAbsolute(way);
  });
  if (!isInside) return;
  throw new Problem(
    "bad-input",
    `${target} is in the studio's own folder.`,
    "Choose a folder outside of it.",
    { text: { key: "copy-into-studio", values: { file: target } } },
  );
}

/** What is added to the name for a file of this role; undefined when it is not wanted. */
function suffixOf(role: string, parts: readonly ExportPart[]): string | undefined {
  if ((role === "clip" || role === "original") && parts.includes("clip")) return "";
  if (role === "master" && parts.includes("master")) return ".master";
  if (role.startsWith("stem:") && parts.includes("stems")) return `.${role.slice("stem:".length)}`;
  return undefined;
}

/** Copies under the first name that is free: "a fox.mp4", "a fox (2).mp4". */
async function placeBeside(source: string, folder: string, name: string, extension: string): Promise<void> {
  for (let copy = 1; ; copy++) {
    const target = join(folder, `${name}${copy === 1 ? "" : ` (${copy})`}${extension}`);
    try {
      await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      // Node removes what it could not copy whole; where it could not, half a file is no export.
      await rm(target, { force: true }).catch(() => undefined);
      throw diskProblem(error as NodeJS.ErrnoException, source, folder);
    }
  }
}

async function requireFolder(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw diskProblem(error as NodeJS.ErrnoException, folder, folder);
  }
}

function asProblem(error: unknown): unknown {
  return error;
}
