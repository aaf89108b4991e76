/** Shots and plates that several rows measure on. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Shot, Storyboard } from "#contract/storyboard.ts";
import { overscanFor } from "#main/draft/paint/index.ts";
import type { Engine } from "#main/inference/index.ts";

export const PACK = join(import.meta.dirname, "../../assets/backlot");
export const PROMPT = "a red sun sinks into a calm sea, waves, gulls";

/** A shot of 240 frames at 24 fps: by default the README's sea at dusk. */
export function shotOf(words: Partial<Shot> = {}): Shot {
  return Shot.parse({
    ...{ start: 0, frames: 240, seed: 7, setting: "sea", time: "dusk", weather: "clear", season: "summer" },
    ...{ look: "realistic", mood: "calm", camera: "push", colour: "red", change: "sun-sinks" },
    ...words,
  });
}

export function storyboardOf(shot: Shot): Storyboard {
  return Storyboard.parse({
    ...{ version: 1, language: "en", size: "854x480", fps: 24, frames: shot.frames },
    ...{ shots: [shot], sounds: [], notes: [] },
  });
}

/** Paints a shot at 854x480 on the CPU; returns the plate's folder and the wall time. */
export async function paintShot(engine: Engine, shot: Shot): Promise<{ dir: string; ms: number }> {
  const dir = mkdtempSync(join(tmpdir(), "understudy-bench-"));
  const start = performance.now();
  await engine.run("paint", {
    packDir: PACK,
    shot,
    size: "854x480",
    overscan: overscanFor(shot.camera),
    provider: "cpu",
    outDir: dir,
  });
  return { dir, ms: performance.now() - start };
}
