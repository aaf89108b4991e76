/** A problem in the user's language. */
import i18next from "i18next";
import type { WireProblem } from "#contract/problem.ts";
import { CallProblem } from "../app/bridge.ts";

export interface ProblemWords {
  title: string;
  hint: string;
  /** The main process's own sentence, which names the file or the value; empty where the words above do. */
  detail: string;
}

/**
 * What to tell of an error, or of a problem that came with an event: the words of its text where it names one,
 * else those of its code with the main process's own sentence as detail.
 */
export function problemWords(error: unknown): ProblemWords {
  const { code, message, text } = wireOf(error);
  if (text !== undefined) {
    const words = (part: string) => i18next.t(`problems:texts.${text.key}.${part}`, text.values);
    return { title: words("title"), hint: words("hint"), detail: "" };
  }
  const known = i18next.exists(`problems:${code}.title`) ? code : "fault";
  return {
    title: i18next.t(`problems:${known}.title`),
    hint: i18next.t(`problems:${known}.hint`),
    detail: message,
  };
}

function wireOf(error: unknown): Pick<WireProblem, "code" | "message" | "text"> {
  if (error instanceof CallProblem) return error;
  if (error instanceof Error) return { code: "fault", message: error.message };
  const isWire = typeof error === "object" && error !== null && "code" in error && "message" in error;
  return isWire ? (error as WireProblem) : { code: "fault", message: String(error) };
}
