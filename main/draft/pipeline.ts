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
import { DEFAULT_STRENGTH, type DraftRequest, type Provider } from "#contract/draft.ts";
import type { VideoEncoder } from "#contract/machine.ts";
import type { PackKind } from "#contract/pack.ts";
import type { Plate } from "#contract/plate.ts";
import { Problem } from "#contract/problem.ts";
import type { Sound } from "#contract/scenery.ts";
import type { PlanNote, Shot, Storyboard } from "#contract/storyboard.ts";
import type { Pack } from "#main/packs/index.ts";
import type { CheckOutput } from "./check/index.ts";
import type { Finished, StageRunner } from "./jobs/stages.ts";
import type { ClipMix, SoundMix } from "./mix/index.ts";
import {
  type DepthNetwork,
  type DepthUse,
  depthNote,
  identityOf as identityOfDepth,
  mayRecover,
} from "./paint/depth/index.ts";
import type { Diffused } from "./paint/from-pack.ts";
import { type PicturePlate, pictureOverscan } from "./paint/from-picture.ts";
import { overscanFor } from "./paint/index.ts";
import { warmUp } from "./warm-up.ts";

/** Sounds that show in the picture too: thunder flashes, birds fly. */
const SOUNDS_SEEN: readonly Sound[] = ["thunder", "birds", "gulls"];

export interface CheckedClip {
  storyboard: Storyboard;
  sound: Finished<SoundMix>;
  mix: Finished<ClipMix>;
  check: Finished<CheckOutput>;
}

export interface Materials {
  request: DraftRequest;
  /** The pack that paints, and the one whose reader reads. */
  pack: Pack;
  reader: Pack;
  provider: Provider;
  /** What the picture is encoded with. */
  encoder: VideoEncoder;
  /** Where plates of one picture have their depth from, and what there is to tell of it. */
  depth?: DepthNetwork | undefined;
  depthNote?: PlanNote | undefined;
  /** Path of the request's `init`. */
  initFile?: string | undefined;
  /** The shots of the clip that is remixed. */
  base?: readonly Shot[] | undefined;
}

export interface StagesWatch {
  /** No stage needs the engine any more. */
  onPainted?: () => void;
  /** A shot was painted, and its plate is in this folder. */
  onPlate?: ((folder: string) => void) | undefined;
}

/** Runs every stage that is not in the cache. Throws what the first failing stage throws. */
export async function runStages(
  materials: Materials,
  runner: StageRunner,
  { onPainted, onPlate }: StagesWatch = {},
): Promise<CheckedClip> {
  const { request, pack, reader, base, encoder } = materials;
  const kind = paintingKind(pack);
  // The reader runs on the CPU wherever the rest does.
  const { provider: _asked, ...wish } = request;

  const plan = await runner.run({
    stage: "plan",
    identity:
      kind === "painter" && base === undefined
        ? { request: wish, pack: identityOf(pack) }
        : { request: wish, pack: identityOf(reader), kind, base },
    input: { request, reader: { dir: reader.dir }, kind, base },
    load: async () => {
      // When the engine is on its way.
      setImmediate(warmUp);
      return (await import("./plan/index.ts")).plan;
    },
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
  const paint = storyboard.shots.map((shot, part) =>
    paintShot(materials, kind, shot, { part, parts: storyboard.shots.length }, runner),
  );
  for (const shot of paint) {
    // A shot that fails is told below.
    void shot.then(({ dir, cached }) => cached || onPlate?.(dir)).catch(() => undefined);
  }
  const animate = Promise.all(paint).then((plates) => {
    onPainted?.();
    return runner.run({
      stage: "animate",
      identity: {
        storyboard: forPicture,
        plates: plates.map(keyOfPlate),
        // Another encoder makes another clip. x264 goes without saying: its clips are the same everywhere.
        encoder: encoder === "libx264" ? undefined : encoder,
      },
      input: { storyboard: forPicture, plates: plates.map((plate) => plate.dir), encoder },
      load: async () => (await import("./animate/index.ts")).animate,
    });
  });

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
  const painted = await Promise.all(paint);
  const notes = [...storyboard.notes, ...unreadNotes(painted), ...depthNotes(painted, materials.depthNote)];
  return { storyboard: { ...storyboard, notes }, sound, mix, check };
}

type PaintedShot = Finished<Plate | PicturePlate | Diffused>;

/** Paints a shot: by the painter, by what a diffusion pack makes, or from the picture that the user gave. */
function paintShot(
  { request, pack, provider, depth, initFile }: Materials,
  kind: PaintingKind,
  shot: Shot,
  place: { part: number; parts: number },
  runner: StageRunner,
): Promise<PaintedShot> {
  const { size, init } = request;
  const run = { stage: "paint" as const, ...place };
  if (kind === "painter" && !isFromPicture(request)) {
    const input = { shot: still(shot), size, overscan: overscanFor(shot.camera), provider };
    return runner.run({
      ...run,
      identity: { ...input, pack: identityOf(pack) },
      input: { ...input, pack: { id: pack.id, dir: pack.dir, hash: pack.hash } },
      load: async () => (await import("./paint/index.ts")).paint,
    });
  }
  const { setting, time, weather } = shot;
  const plate = {
    shot: { setting, time, weather },
    size,
    overscan: pictureOverscan(shot.camera, init !== undefined),
  };
  const seen = { ...plate, depth: depth && identityOfDepth(depth) };
  const stands = (output: { depth?: DepthUse }) => output.depth === undefined || !mayRecover(output.depth);
  const frame = init?.frames?.[Math.min(place.part, init.frames.length - 1)];
  if (kind === "painter") {
    return runner.run({
      ...run,
      stands,
      identity: { ...seen, picture: init!.sha256, frame },
      input: { ...plate, depth, file: initFile!, ...(frame !== undefined && { frame }) },
      load: async () => (await import("./paint/from-picture.ts")).paintPicture,
    });
  }
  const { steps, guidance, negative = "", strength = DEFAULT_STRENGTH } = request;
  const wish = {
    ...{ provider, prompt: shot.text ?? request.prompt, negative, seed: shot.seed, steps, guidance },
    motion: kind === "motion" ? { frames: shot.frames } : undefined,
  };
  return runner.run({
    ...run,
    stands,
    identity: {
      ...seen,
      ...wish,
      pack: identityOf(pack),
      init: init && { sha256: init.sha256, frame, strength },
    },
    input: {
      ...plate,
      ...wish,
      depth,
      pack: { dir: pack.dir, abilities: pack.card.abilities },
      init: init && { file: initFile!, frame, strength },
    },
    load: async () => (await import("./paint/from-pack.ts")).paintWithPack,
  });
}

type PaintingKind = Extract<PackKind, "painter" | "image" | "motion">;

/** The kind of a pack that can paint. Throws Problem "bad-input" for one that cannot. */
export function paintingKind({ id, card }: Pack): PaintingKind {
  const { kind } = card;
  if (kind === "painter" || kind === "image" || kind === "motion") return kind;
  throw new Problem(
    "bad-input",
    `The pack "${id}" does not paint: it is a ${kind} pack.`,
    "`understudy packs list` shows those of the kinds painter, image and motion.",
    { text: { key: "pack-not-painting", values: { pack: id } } },
  );
}

/** Whether a draft has plates of one picture that stands still, whose depth has to be found out. */
export function needsDepth(request: DraftRequest, pack: Pack): boolean {
  const kind = paintingKind(pack);
  return kind === "image" || (kind === "painter" && isFromPicture(request));
}

/** Whether the picture that a draft starts from is what it shows: a painter's remix paints anew. */
function isFromPicture({ init, parent }: DraftRequest): boolean {
  return init !== undefined && parent === undefined;
}

function identityOf({ id, hash }: Pack) {
  return { id, hash };
}

/** What the packs did not read of the prompts, for want of room. */
function unreadNotes(painted: readonly PaintedShot[]): PlanNote[] {
  return painted.flatMap(({ output }) => {
    if (!("unread" in output) || output.unread === "") return [];
    const message = `Not read by the pack, whose prompts are shorter: "${output.unread}".`;
    return [{ code: "unread-words" as const, subject: output.unread, message }];
  });
}

/** Where the plates' depth is from, once for all shots. */
function depthNotes(painted: readonly PaintedShot[], damaged: PlanNote | undefined): PlanNote[] {
  const notes = painted.flatMap(({ output }) =>
    "depth" in output && output.depth ? [depthNote(output.depth)] : [],
  );
  const all = damaged ? [damaged, ...notes] : notes;
  return all.filter(({ message }, i) => all.findIndex((note) => note.message === message) === i);
}

/** What `animate` knows a plate by: one with depth is another than one that had to do without. */
function keyOfPlate({ key, output }: PaintedShot): string {
  return "depth" in output && output.depth?.failure ? `${key} without depth` : key;
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
