/** Why something does not work on this machine, or only with a drawback. */
import { z } from "zod";

/** What the window tells in its own words, in every language: `problems.json` has `reasons.KEY`. */
export const REASONS = [
  // of execution providers
  "other-system",
  "not-built-in",
  "libraries-missing",
  "no-graphics",
  "wrong-numbers",
  "timed-out",
  "crashed",
  "not-tried",
  // of packs on execution providers
  "operators-missing",
  "half-as-full",
  "half-may-break",
  // of video encoders
  "not-compiled-in",
  "no-device",
  "no-ffmpeg",
  // in the words of the library or program that said it, which are English
  "said",
] as const;

/** Which of the window's reasons it is, and what goes into it. */
export const ReasonText = z.object({
  key: z.enum(REASONS),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ReasonText = z.infer<typeof ReasonText>;

/** A reason as a sentence for the command line, and as the window tells it. */
export interface Reason {
  reason: string;
  text: ReasonText;
}

export function reasonText(key: (typeof REASONS)[number], values: ReasonText["values"] = {}): ReasonText {
  return { key, values };
}
