/** What a draft gave, as hashes: decoded frames and stems. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { decodeFrames } from "#native/ffmpeg/index.ts";

export interface DraftHashes {
  frames: number;
  /** SHA-256 over the decoded frames in order. */
  picture: string;
  /** Stem -> SHA-256 of its file. */
  stems: Record<string, string>;
}

/** Hashes of what `draft --json` told. */
export async function hashesOf(draft: { file: string; stems: Record<string, string> }): Promise<DraftHashes> {
  const picture = createHash("sha256");
  let frames = 0;
  for await (const { data } of decodeFrames(draft.file)) {
    picture.update(data);
    frames += 1;
  }
  const stems = Object.entries(draft.stems).map(([stem, file]) => [stem, sha256Of(file)]);
  return { frames, picture: picture.digest("hex"), stems: Object.fromEntries(stems) };
}

export function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
