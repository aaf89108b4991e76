/** What the composer holds: the draft that the user is putting together. */
import { create } from "zustand";
import { MAX_SEED, type Provider, type Size } from "#contract/draft.ts";
import type { Clip, DraftPack, DraftWish } from "#contract/queue.ts";
import type { Look } from "#contract/scenery.ts";
import { DEFAULT_SETTINGS, type Settings } from "#contract/settings.ts";

/** Where a draft starts from, with what the composer shows of it. */
export type Start =
  | { from: "picture"; sha256: string; extension: string; name: string }
  | { from: "generation"; id: string; frame?: number; prompt: string };

export interface Composer {
  prompt: string;
  seconds: number;
  size: Size;
  /** null: as the prompt says. */
  style: Look | null;
  seed: number;
  /** Keeps the seed from draft to draft; else each gets a new one. */
  seedLocked: boolean;
  pack: string;
  provider: Provider | null;
  /** null: the pack's own. */
  steps: number | null;
  guidance: number | null;
  negative: string;
  strength: number | null;
  start: Start | null;
}

export const randomSeed = (): number => Math.floor(Math.random() * (MAX_SEED + 1));

export const LENGTHS = [4, 6, 10, 15, 20] as const;

type Defaults = Settings["drafts"];

/** An empty composer, by what the user lets drafts begin with. */
const emptyBy = ({ seconds, size, style, pack }: Defaults): Composer => ({
  ...{ prompt: "", seconds, size, style: style ?? null, pack, seed: randomSeed(), seedLocked: false },
  ...{ provider: null, steps: null, guidance: null, negative: "", strength: null, start: null },
});

/** What drafts begin with, as the composer knows it. */
let defaults: Defaults = DEFAULT_SETTINGS.drafts;

export const useComposer = create<Composer>(() => emptyBy(defaults));

/** Takes over what drafts are to begin with from now on; what was chosen otherwise stays chosen. */
export function takeDefaults(changed: Defaults): void {
  const [before, after, now] = [emptyBy(defaults), emptyBy(changed), useComposer.getState()];
  defaults = changed;
  const untouched = (["seconds", "size", "style", "pack"] as const).filter((key) => now[key] === before[key]);
  change(Object.fromEntries(untouched.map((key) => [key, after[key]])));
}

/** Begins anew, with what drafts begin with. */
export const clearComposer = (): void => useComposer.setState(emptyBy(defaults), true);

export const change = (part: Partial<Composer>): void => useComposer.setState(part);

/** What can be done with a pack, and why not the rest. */
export interface Uses {
  steps: boolean;
  guidance: boolean;
  negative: boolean;
  strength: boolean;
}

/** Which options a pack has a use for. */
export function usesOf(pack: DraftPack | undefined, start: Start | null): Uses {
  const isDiffusion = pack !== undefined && pack.kind !== "painter";
  const fromPicture = isDiffusion && pack.abilities.pictureFromPicture !== false;
  return {
    steps: isDiffusion,
    guidance: isDiffusion,
    negative: isDiffusion,
    strength: fromPicture && start !== null,
  };
}

/** The wish to send; options that the pack has no use for are left out. */
export function wishOf(composer: Composer, uses: Uses): DraftWish {
  const { prompt, seconds, size, seed, style, pack, provider, steps, guidance, negative, strength, start } =
    composer;
  return {
    ...{ prompt: prompt.trim(), seconds, size, seed, pack },
    ...(style !== null && { style }),
    ...(provider !== null && { provider }),
    ...(uses.steps && steps !== null && { steps }),
    ...(uses.guidance && guidance !== null && { guidance }),
    ...(uses.negative && negative.trim() !== "" && { negative: negative.trim() }),
    ...(uses.strength && strength !== null && { strength }),
    ...(start !== null && { start: startOf(start) }),
  };
}

function startOf(start: Start): NonNullable<DraftWish["start"]> {
  if (start.from === "picture") {
    const { from, sha256, extension } = start;
    return { from, sha256, extension };
  }
  const { from, id, frame } = start;
  return { from, id, ...(frame !== undefined && { frame }) };
}

/** The wish of a clip: what made it, to be made again with another seed or length. */
export function wishOfClip({ id, request, parent }: Clip): DraftWish {
  const { prompt, seconds, size, seed, style, pack, steps, guidance, negative, strength, init } = request;
  return {
    ...{ prompt, seconds, size, seed, pack },
    ...(style !== undefined && { style }),
    ...(steps !== undefined && { steps }),
    ...(guidance !== undefined && { guidance }),
    ...(negative !== undefined && { negative }),
    ...(strength !== undefined && { strength }),
    ...(parent !== null
      ? { start: { from: "generation", id: parent } as const }
      : init &&
        id && { start: { from: "picture", sha256: init.sha256, extension: init.extension } as const }),
  };
}

/** Fills the composer with what a clip was made from. */
export function composeFrom(clip: Clip): void {
  const { prompt, seconds, size, style, seed, pack, steps, guidance, negative, strength } = clip.request;
  change({
    ...{ prompt, seconds, size, seed, pack, seedLocked: true, style: style ?? null },
    ...{
      steps: steps ?? null,
      guidance: guidance ?? null,
      negative: negative ?? "",
      strength: strength ?? null,
    },
    start: null,
  });
}

/** Prepares a remix of a clip, from the frame that is seen. */
export function remixFrom(clip: Clip, frame: number): void {
  composeFrom(clip);
  change({ start: { from: "generation", id: clip.id, frame, prompt: clip.request.prompt } });
  focusPromptSoon();
}

export const PROMPT_ID = "draft-prompt";

/** The same when the workspace may have to be drawn first. */
export const focusPromptSoon = (): void => void window.setTimeout(focusPrompt, 50);

/** Puts the cursor where one says what is to be seen. */
export function focusPrompt(): void {
  const prompt = document.getElementById(PROMPT_ID);
  if (prompt instanceof HTMLTextAreaElement) {
    prompt.focus();
    prompt.select();
  }
}
