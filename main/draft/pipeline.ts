/**
 * From a request to a checked clip: which stage needs what of which.
 *
 *   plan -> paint (shots) -> animate -> mix (clip) -> check
 *        -> score -> mix (sound) ------/
 *        -> speak --------------------/
 *
 * Stages without a line between them run at the same time. A stage is given no
 * more than it uses, so that a change runs again only what depends on it.
 */
import { join } from "node:path";
import type { DraftRequest, Provider } from "#contract/draft.ts";
import type { Sound } from "#contract/scenery.ts";
import type { Shot, Storyboard } from "#contract/storyboard.ts";
import type { Pack } from "#main/packs/index.ts";
import type { CheckOutput } from "./check/index.ts";
import type { Finished, StageRunner } from "./jobs/stages.ts";
import type { ClipMix, SoundMix } from "./mix/index.ts";
import { overscanFor } from "./paint/index.ts";

/** Sounds that show in the picture too: thunder flashes, birds fly. */
const SOUNDS_SEEN: readonly Sound[] = ["thunder", "birds", "gulls"];

export interface CheckedClip {
  storyboard: Storyboard;
  sound: Finished<SoundMix>;
  mix: Finished<ClipMix>;
  check: Finished<CheckOutput>;
}

/** Runs every stage that is not in the cache. Throws what the first failing stage throws. */
export async function runStages(
  request: DraftRequest,
  pack: Pack,
  provider: Provider,
  runner: StageRunner,
): Promise<CheckedClip> {
  const packIdentity = { id: pack.id, hash: pack.hash };
  // The reader runs on the CPU wherever the rest does.
  const { provider: _asked, ...wish } = request;

  const plan = await runner.run({
    stage: "plan",
    identity: { request: wish, pack: packIdentity },
    input: { request, pack: { id: pack.id, dir: pack.dir, hash: pack.hash } },
    load: async () => (await import("./plan/index.ts")).plan,
  });
  const storyboard = plan.output;
  const seen = storyboard.sounds.filter(({ sound }) => SOUNDS_SEEN.includes(sound));
  const forPicture: Storyboard = { ...storyboard, sounds: seen, notes: [] };
  const forSound: Storyboard = { ...storyboard, notes: [] };

  const speak = runner.run({
    stage: "speak",
    identity: { storyboard: forSound },
    input: { storyboard: forSound },
    load: async () => (await import("./speak/index.ts")).speak,
  });
  const score = runner.run({
    stage: "score",
    identity: { storyboard: forSound },
    input: { storyboard: forSound },
    load: async () => (await import("./score/index.ts")).score,
  });
  const paint = storyboard.shots.map((shot, part) => {
    const input = { shot: still(shot), size: request.size, overscan: overscanFor(shot.camera), provider };
    return runner.run({
      stage: "paint",
      part,
      parts: storyboard.shots.length,
      identity: { ...input, pack: packIdentity },
      input: { ...input, pack: { id: pack.id, dir: pack.dir, hash: pack.hash } },
      load: async () => (await import("./paint/index.ts")).paint,
    });
  });
  const animate = Promise.all(paint).then((plates) =>
    runner.run({
      stage: "animate",
      identity: { storyboard: forPicture, plates: plates.map((plate) => plate.key) },
      input: { storyboard: forPicture, plates: plates.map((plate) => plate.dir) },
      load: async () => (await import("./animate/index.ts")).animate,
    }),
  );

  const soundMix = score.then((stems) =>
    runner.run({
      ...{ stage: "mix", part: 0, parts: 2 },
      identity: { storyboard: forSound, stems: stems.key },
      input: { storyboard: forSound, stems: filesOf(stems.dir, stems.output.stems) },
      load: async () => (await import("./mix/index.ts")).mixSound,
    }),
  );

  const [picture, sound] = await Promise.all([animate, soundMix, speak]);
  const mix = await runner.run({
    ...{ stage: "mix", part: 1, parts: 2 },
    identity: { picture: picture.key, sound: sound.key },
    input: { picture: join(picture.dir, picture.output.file), sound: join(sound.dir, sound.output.sound) },
    load: async () => (await import("./mix/index.ts")).mixClip,
  });
  const expected = {
    size: storyboard.size,
    fps: storyboard.fps,
    frames: storyboard.frames,
    silent: sound.output.silent,
  };
  const check = await runner.run({
    stage: "check",
    identity: { mix: mix.key, ...expected },
    input: { clip: join(mix.dir, mix.output.clip), ...expected },
    load: async () => (await import("./check/index.ts")).check,
  });
  return { storyboard, sound, mix, check };
}

/** What a painter sees of a shot: not when, nor how long, it is seen. */
function still(shot: Shot): Shot {
  return { ...shot, start: 0, frames: 1 };
}

/** The paths of the files that a stage names, relative to its folder. */
function filesOf<Name extends string>(dir: string, files: Record<Name, string>): Record<Name, string> {
  const paths = Object.entries<string>(files).map(([name, file]) => [name, join(dir, file)]);
  return Object.fromEntries(paths) as Record<Name, string>;
}
