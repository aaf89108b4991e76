/** Video encoders: which of them work, and which one a setting means. */
import { readFile } from "node:fs/promises";
import { release } from "node:os";
import { z } from "zod";
import { EncoderStatus, VIDEO_ENCODERS, type VideoEncoder } from "#contract/machine.ts";
import { Problem } from "#contract/problem.ts";
import { reasonText } from "#contract/reason.ts";
import type { Settings } from "#contract/settings.ts";
import { writeWhole } from "#main/durable.ts";
import type { Home } from "#main/home.ts";
import { findFfmpeg, renderNode, workingEncoders } from "#native/ffmpeg/index.ts";

/** Raised when a status tells more than before. */
const REPORT_VERSION = 2;
const Remembered = z.object({ key: z.string(), statuses: z.array(EncoderStatus) });

/**
 * The state of every encoder, each tried with a tiny clip: what was found before, as long as ffmpeg and system
 * are the same, else afresh. Empty where there is no ffmpeg.
 */
export async function encodersOf(home: Home, { afresh = false } = {}): Promise<EncoderStatus[]> {
  const ffmpeg = await findFfmpeg().catch(() => undefined);
  if (ffmpeg === undefined) return [];
  const { path, version } = ffmpeg;
  const key = JSON.stringify([
    REPORT_VERSION,
    path,
    version,
    process.platform,
    release(),
    (await renderNode()) ?? "",
  ]);
  const remembered = afresh ? undefined : await read(home.encoders);
  if (remembered?.key === key) return remembered.statuses;
  const statuses = await workingEncoders();
  await writeWhole(home.encoders, JSON.stringify({ key, statuses }), `${home.encoders}.${process.pid}.tmp`);
  return statuses;
}

/** What "auto" means for exports: the first hardware that works, else x264. */
export function autoEncoder(statuses: readonly EncoderStatus[]): VideoEncoder {
  const works = (encoder: VideoEncoder) =>
    statuses.some((status) => status.encoder === encoder && status.works);
  return VIDEO_ENCODERS.find((encoder) => encoder !== "libx264" && works(encoder)) ?? "libx264";
}

/** What exports are encoded with; x264 where the encoder that was chosen does not work here, and why. */
export async function chooseEncoder(
  setting: Settings["encoder"],
  home: Home,
): Promise<{ encoder: VideoEncoder; refused?: { encoder: VideoEncoder; problem: Problem } }> {
  if (setting === "auto") return { encoder: autoEncoder(await encodersOf(home)) };
  try {
    return { encoder: await requireEncoder(setting, home) };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { encoder: "libx264", refused: { encoder: setting, problem } };
  }
}

/**
 * What drafts are encoded with: by "auto" x264, for the same seed is to give the same clip on every machine.
 * @throws Problem "missing-tool" for hardware that was chosen and does not work here.
 */
export async function requireEncoder(setting: Settings["encoder"], home: Home): Promise<VideoEncoder> {
  if (setting === "auto" || setting === "libx264") return "libx264";
  const status = (await encodersOf(home)).find(({ encoder }) => encoder === setting);
  if (status?.works) return setting;
  const { reason, text } = status ?? { reason: "there is no ffmpeg", text: reasonText("no-ffmpeg") };
  throw new Problem(
    "missing-tool",
    `The encoder ${setting} does not work here: ${reason}.`,
    "Choose another encoder in the settings; x264 works everywhere.",
    { text: { key: "encoder-broken", values: { encoder: setting, reason }, reason: text } },
  );
}

async function read(file: string): Promise<z.infer<typeof Remembered> | undefined> {
  try {
    return Remembered.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // Absent or damaged: then they are tried again.
    return undefined;
  }
}
