/** The options of `draft` as a request, or a sentence about the one that is wrong. */
import { randomInt } from "node:crypto";
import { DraftRequest, MAX_PROMPT_CHARACTERS, MAX_SEED, PROVIDERS, SIZES } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import { LOOKS } from "#contract/scenery.ts";
import type { Origin } from "#main/draft/index.ts";
import { BUILT_IN_PACK } from "#main/packs/index.ts";

export interface DraftFlags {
  out?: string;
  seconds?: string;
  size?: string;
  fps?: string;
  seed?: string;
  style?: string;
  pack?: string;
  steps?: string;
  guidance?: string;
  negative?: string;
  image?: string;
  strength?: string;
  preview?: string;
  provider?: string;
  encoder?: string;
  json?: boolean;
}

const { seconds, steps, guidance, strength } = DraftRequest.shape;

const DEFAULTS = { seconds: 10, size: SIZES[0], fps: 24, pack: BUILT_IN_PACK } as const;

/** What each option takes. */
const TAKES: Record<string, string> = {
  seconds: `a number from ${seconds.minValue} to ${seconds.maxValue}`,
  size: `one of ${SIZES.join(", ")}`,
  fps: "24, the one rate so far",
  seed: `a whole number from 0 to ${MAX_SEED}`,
  style: `one of ${LOOKS.join(", ")}`,
  pack: "the id of an installed pack",
  steps: `a whole number from ${steps.unwrap().minValue} to ${steps.unwrap().maxValue}`,
  guidance: `a number from ${guidance.unwrap().minValue} to ${guidance.unwrap().maxValue}`,
  strength: `a number from ${strength.unwrap().minValue} to ${strength.unwrap().maxValue}`,
  negative: `at most ${MAX_PROMPT_CHARACTERS} characters`,
  provider: `one of ${PROVIDERS.join(", ")}`,
};

/**
 * The request that prompt and options ask for; a random seed where none is given. `image` and `preview` are
 * for the caller. Throws Problem "bad-input".
 */
export function requestFrom(prompt: string, flags: DraftFlags, origin: Origin = {}): DraftRequest {
  checkPrompt(prompt);
  const { defaults = {}, init, parent } = origin;
  if (flags.strength !== undefined && init === undefined) {
    throw new Problem(
      "bad-input",
      "--strength is for drafts that start from a picture.",
      "Give one with --image, or remix a clip: understudy remix ID PROMPT --strength 0.6",
    );
  }
  const asked = {
    ...{ ...DEFAULTS, seed: randomInt(MAX_SEED + 1), ...defaults },
    prompt,
    ...given({
      seconds: number(flags.seconds),
      size: flags.size,
      fps: number(flags.fps),
      seed: number(flags.seed),
      style: flags.style,
      pack: flags.pack,
      steps: number(flags.steps),
      guidance: number(flags.guidance),
      negative: flags.negative,
      strength: number(flags.strength),
      provider: flags.provider,
      ...{ init, parent },
    }),
  };
  const request = DraftRequest.safeParse(asked);
  if (request.success) return request.data;
  const option = String(request.error.issues[0]!.path[0]);
  const value = String(flags[option as keyof DraftFlags]);
  const shown = value.length > 40 ? `${value.slice(0, 40)}...` : value;
  throw new Problem("bad-input", `--${option} cannot be "${shown}".`, `It takes ${TAKES[option]}.`);
}

function checkPrompt(prompt: string): void {
  const { length } = prompt.trim();
  if (length === 0) {
    throw new Problem(
      "bad-input",
      "The prompt is empty.",
      'Say what is seen and heard: understudy draft "a red sun sinks into a calm sea, waves, gulls"',
      { text: { key: "prompt-empty" } },
    );
  }
  if (length > MAX_PROMPT_CHARACTERS) {
    throw new Problem(
      "bad-input",
      `The prompt has ${length} characters; ${MAX_PROMPT_CHARACTERS} are the most.`,
      "Make it shorter.",
      { text: { key: "prompt-long", values: { length, most: MAX_PROMPT_CHARACTERS } } },
    );
  }
}

/** Nonsense becomes NaN, which no field accepts; Number("") would be 0. */
function number(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return text.trim() === "" ? Number.NaN : Number(text);
}

function given<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}
