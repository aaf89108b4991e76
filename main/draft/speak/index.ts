/**
 * The speak stage: dialogue to speech. The storyboard of this version has no dialogue, so there is
 * nothing to say and the stage says nothing; the dialogue stem is silent.
 */
import { z } from "zod";
import { Storyboard } from "#contract/storyboard.ts";
import type { StageFunction } from "#main/draft/stage.ts";

export const SpeakInput = z.object({ storyboard: Storyboard });
export type SpeakInput = z.infer<typeof SpeakInput>;

/** One entry for each line of dialogue. */
export const SpeakOutput = z.object({ lines: z.tuple([]) });
export type SpeakOutput = z.infer<typeof SpeakOutput>;

export const speak: StageFunction<SpeakInput, SpeakOutput> = async () => ({ lines: [] });
