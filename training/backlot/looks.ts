/**
 * Makes renderer/draft/looks/: one small picture of each look, for the window to choose by. The same scene each
 * time, painted by the built-in pack: `node training/backlot/looks.ts`.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOOKS } from "#contract/scenery.ts";
import { Shot, Storyboard } from "#contract/storyboard.ts";
import { renderFrames } from "#main/draft/animate/index.ts";
import { overscanFor } from "#main/draft/paint/index.ts";
import { startEngine } from "#main/inference/index.ts";
import { createSurface, encodeJpeg, surfaceFromRgba } from "#native/canvas/index.ts";

const ROOT = join(import.meta.dirname, "../..");
const [WIDTH, HEIGHT] = [854, 480];
/** Twice what is shown, for dense screens. */
const THUMB = { width: 192, height: 108 };

const engine = startEngine();
for (const look of LOOKS) {
  const dir = mkdtempSync(join(tmpdir(), "understudy-looks-"));
  const shot = Shot.parse({
    ...{ start: 0, frames: 48, seed: 11, setting: "mountain-lake", time: "dusk", weather: "clear" },
    ...{ season: "autumn", look, mood: "calm", camera: "static", colour: null, change: null },
  });
  await engine.run("paint", {
    ...{ packDir: join(ROOT, "assets/backlot"), shot, size: "854x480", provider: "cpu" },
    ...{ overscan: overscanFor(shot.camera), outDir: dir },
  });
  const storyboard = Storyboard.parse({
    ...{ version: 1, language: "en", size: "854x480", fps: 24, frames: shot.frames, shots: [shot] },
    ...{ sounds: [], notes: [] },
  });
  for await (const frame of renderFrames({ storyboard, plates: [dir] }, { workers: 1 })) {
    const whole = surfaceFromRgba(new Uint8ClampedArray(frame), WIDTH, HEIGHT);
    const small = createSurface(THUMB.width, THUMB.height);
    small.context.imageSmoothingQuality = "high";
    small.context.drawImage(whole.canvas, 0, 0, THUMB.width, THUMB.height);
    writeFileSync(join(ROOT, `renderer/draft/looks/${look}.jpg`), await encodeJpeg(small, 80));
    break;
  }
  rmSync(dir, { recursive: true });
}
await engine.close();
