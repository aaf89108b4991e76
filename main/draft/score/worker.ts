/** The score stage's thread: renders and writes one stem after the other. */
import { join } from "node:path";
import { STEMS } from "#contract/stems.ts";
import { serveThread } from "#main/thread.ts";
import { SAMPLE_RATE, writeWav } from "#native/audio/index.ts";
import type { ScoreJob } from "./index.ts";
import { renderStem } from "./render.ts";

await serveThread(async ({ storyboard, dir, files }: ScoreJob, { progress, checkpoint }) => {
  for (const [i, stem] of STEMS.entries()) {
    const channels = renderStem(storyboard, stem, checkpoint);
    checkpoint();
    await writeWav(join(dir, files[stem]), { sampleRate: SAMPLE_RATE, channels });
    progress((i + 1) / STEMS.length);
  }
});
