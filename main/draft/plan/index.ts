/** The stage `plan`: a request becomes a storyboard. Deterministic for a request and a pack. */
import type { DraftRequest } from "#contract/draft.ts";
import type { PackKind } from "#contract/pack.ts";
import { childSeed } from "#contract/random.ts";
import { type Shot, Storyboard } from "#contract/storyboard.ts";
import type { StageContext } from "../stage.ts";
import { composeShots } from "./compose.ts";
import { languageOf } from "./language.ts";
import { notesOf } from "./notes.ts";
import { packPrompts } from "./pack-prompt.ts";
import { MOST_SHOTS, type Segment, splitShots } from "./shots.ts";
import { composeSounds } from "./sounds.ts";
import { type Understanding, understand } from "./understanding.ts";

export interface PlanInput {
  request: DraftRequest;
  /** The pack whose reader reads the prompt. */
  reader: { dir: string };
  /** What paints; a painter when left out. */
  kind?: PackKind;
  /** The shots of the clip that the request remixes. */
  base?: readonly Shot[] | undefined;
}

const FPS = 24;
/** A shot that is shorter than half a second is a flash. */
const LEAST_FRAMES = 12;
/** The reader takes milliseconds on any machine, and gives equal bits on the CPU. */
const READER_PROVIDER = "cpu";

/**
 * Reads the prompt shot by shot through the engine and fills in what it does not say.
 * @throws Problem "corrupt-pack" when the pack's reader is damaged, "cancelled".
 */
export async function plan(input: PlanInput, context: StageContext): Promise<Storyboard> {
  const { request, reader, kind = "painter", base } = input;
  const frames = Math.round(request.seconds * FPS);
  const scenes: Scene[] = [];
  const segments = splitShots(request.prompt);
  for (const [index, segment] of segments.entries()) {
    const input = { packDir: reader.dir, text: segment.text, provider: READER_PROVIDER } as const;
    const reading = await context.engine.run("read", input, { signal: context.signal });
    scenes.push({ segment, understanding: understand(reading, segment.text) });
    context.progress((index + 1) / segments.length);
  }
  const shown = overBase(withoutEmptyCuts(scenes), base);
  const kept = shown.slice(0, Math.min(MOST_SHOTS, Math.max(1, Math.floor(frames / LEAST_FRAMES))));
  const left = shown.slice(kept.length).map(({ segment }) => segment.text.trim());

  const understandings = kept.map(({ understanding }) => understanding);
  const isPainter = kind === "painter";
  const language = languageOf(request.prompt);
  const { seed, style } = request;
  const plain = !isPainter || request.init !== undefined;
  let shots = composeShots(understandings, { frames, seed, style, base, plain });
  if (!isPainter) {
    const tellings = kept.map(({ segment, understanding }, i) => {
      return { understanding, words: segment.text, shot: shots[i]! };
    });
    const prompts = packPrompts(tellings, language, style, base?.[0]?.text);
    shots = shots.map((shot, i) => ({ ...shot, text: prompts[i]! }));
  }
  const askedFor = understandings.map(({ sounds }) => sounds);
  return Storyboard.parse({
    version: 1,
    language,
    size: request.size,
    fps: FPS,
    frames,
    shots,
    sounds: composeSounds(shots, askedFor, childSeed(request.seed, "sounds")),
    notes: notesOf({ request, understandings, shots, left: left.join("; "), isPainter }),
  } satisfies Storyboard);
}

interface Scene {
  segment: Segment;
  understanding: Understanding;
}

const SCENE_ATTRIBUTES = ["setting", "time", "weather", "season", "camera", "colour", "change"] as const;

/** A segment that says nothing to see ("then a walrus appears", "no text") goes on with the shot before. */
function withoutEmptyCuts(scenes: readonly Scene[]): Scene[] {
  const result: Scene[] = [];
  for (const scene of scenes) {
    const before = result.at(-1);
    const shows = ({ understanding: { said } }: Scene) =>
      SCENE_ATTRIBUTES.some((attribute) => said[attribute]);
    if (before && !(shows(scene) && shows(before))) result[result.length - 1] = joined(before, scene);
    else result.push(scene);
  }
  return result;
}

/** Words that name no place change every shot of the clip that is remixed alike. */
function overBase(scenes: readonly Scene[], base: PlanInput["base"]): readonly Scene[] {
  const [only] = scenes;
  if (base === undefined || scenes.length > 1 || only?.understanding.said.setting !== undefined)
    return scenes;
  return base.map(() => only!);
}

function joined(first: Scene, second: Scene): Scene {
  const [a, b] = [first.understanding, second.understanding];
  return {
    segment: { start: first.segment.start, text: `${first.segment.text}, ${second.segment.text}` },
    understanding: {
      said: { ...b.said, ...a.said },
      unclear: [
        ...new Set([
          ...a.unclear.filter((attribute) => !b.said[attribute]),
          ...b.unclear.filter((attribute) => !a.said[attribute]),
        ]),
      ],
      sounds: [...new Set([...a.sounds, ...b.sounds])],
      unknown: [...a.unknown, ...b.unknown],
    },
  };
}
