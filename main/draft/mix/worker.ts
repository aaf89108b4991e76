/** The mix stage's thread: reads the score's stems, levels them, writes stems and master. */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Stem } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import { STEMS } from "#contract/stems.ts";
import { serveThread } from "#main/thread.ts";
import { readWav, SAMPLE_RATE, type Stereo, writeWav } from "#native/audio/index.ts";
import type { MixJob, MixLevels } from "./index.ts";
import { level } from "./level.ts";

await serveThread(
  async ({ stems, samples, target, dir, files }: MixJob, { checkpoint }): Promise<MixLevels> => {
    const read = await Promise.all(
      STEMS.map(async (stem) => [stem, await readStem(stems[stem], samples)] as const),
    );
    checkpoint();
    const mixed = level(Object.fromEntries(read) as Record<Stem, Stereo>, target);
    checkpoint();
    await mkdir(dirname(join(dir, files.stems.dialogue)), { recursive: true });
    const write = (file: string, channels: Stereo) =>
      writeWav(join(dir, file), { sampleRate: SAMPLE_RATE, channels });
    await Promise.all([
      write(files.master, mixed.master),
      ...STEMS.map((stem) => write(files.stems[stem], mixed.stems[stem])),
    ]);
    return { lufs: mixed.lufs, truePeakDb: mixed.truePeakDb, silent: mixed.silent };
  },
);

/** A stem must be what the score promises; a gap or an overhang would put sound and picture out of step. */
async function readStem(file: string, samples: number): Promise<Stereo> {
  const { sampleRate, channels } = await readWav(file);
  const [left, right] = channels;
  if (channels.length !== 2 || !left || !right || sampleRate !== SAMPLE_RATE || left.length !== samples) {
    throw new Problem(
      "corrupt-media",
      `The stem ${file} has ${channels.length} channels of ${left?.length ?? 0} samples at ${sampleRate} Hz; ` +
        `the clip needs 2 of ${samples} at ${SAMPLE_RATE} Hz.`,
      "Draft the sound again.",
    );
  }
  return [left, right];
}
