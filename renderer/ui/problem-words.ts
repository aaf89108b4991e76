/** A problem in the user's language. */
import i18next from "i18next";
import type { WireProblem } from "#contract/problem.ts";
import type { ReasonText } from "#contract/reason.ts";
import { CallProblem } from "../app/bridge.ts";

export interface ProblemWords {
  title: string;
  hint: string;
  /** The main process's own sentence, in English, which names the file or the value; empty where the words above do. */
  detail: string;
}

/**
 * What to tell of an error, or of a problem that came with an event: the words of its text where it names one,
 * else those of its code with the main process's own sentence as detail.
 */
export function problemWords(error: unknown): ProblemWords {
  const { code, message, text } = wireOf(error);
  if (text !== undefined) {
    const values = text.reason ? { ...text.values, reason: reasonWords(text.reason) } : text.values;
    const words = (part: string) => i18next.t(`problems:texts.${text.key}.${part}`, values);
    return { title: words("title"), hint: words("hint"), detail: detailWords(text.values.detail) };
  }
  const known = i18next.exists(`problems:${code}.title`) ? code : "fault";
  return {
    title: i18next.t(`problems:${known}.title`),
    hint: i18next.t(`problems:${known}.hint`),
    detail: detailWords(message),
  };
}

/** What is left to the main process's own words, marked as that. */
function detailWords(detail: string | number = ""): string {
  return detail === "" ? "" : i18next.t("problems:detail", { detail });
}

/** Why something does not work here; `reason` is the main process's own sentence, for what has no words of ours. */
export function whyWords({ reason, text }: { reason: string; text?: ReasonText | undefined }): string {
  return text === undefined ? reason : reasonWords(text);
}

function reasonWords({ key, values }: ReasonText): string {
  return i18next.t(`problems:reasons.${key}`, values);
}

function wireOf(error: unknown): Pick<WireProblem, "code" | "message" | "text"> {
  if (error instanceof CallProblem) return error;
  if (error instanceof Error) return { code: "fault", message: error.message };
  const isWire = typeof error === "object" && error !== null && "code" in error && "message" in error;
  return isWire ? (error as WireProblem) : { code: "fault", message: String(error) };
}
