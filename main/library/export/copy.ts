/** Copies one file to where the user wants it: it appears there whole or not at all. */
import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { syncFile, syncFolder } from "#main/durable.ts";
import { diskProblem } from "./disk-problem.ts";

const CHUNK_BYTES = 2 ** 20;

interface CopyOptions {
  signal: AbortSignal;
  /** Told how much has been copied, 0 to 1. */
  onFraction: (fraction: number) => void;
}

/** Copies over what is at `target`; what was there stays whole when it fails. Throws what `diskProblem` makes of it. */
export async function copyWhole(
  source: string,
  target: string,
  { signal, onFraction }: CopyOptions,
): Promise<void> {
  const folder = dirname(target);
  // Beside the target, so that it can be renamed.
  const temporary = join(folder, `.${randomUUID()}.part`);
  try {
    const { size } = await stat(source);
    let copied = 0;
    await pipeline(
      createReadStream(source, { highWaterMark: CHUNK_BYTES }),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          yield chunk;
          copied += chunk.length;
          onFraction(copied / size);
        }
      },
      createWriteStream(temporary, { flags: "wx" }),
      { signal },
    );
    await syncFile(temporary);
    await rename(temporary, target);
    await syncFolder(folder);
  } catch (error) {
    throw diskProblem(error as NodeJS.ErrnoException, source, folder);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
