/** A problem in the user's language. */
import i18next from "i18next";
import { CallProblem } from "../app/bridge.ts";

export interface ProblemWords {
  title: string;
  hint: string;
  /** The main process's own sentence, which names the file or the value. */
  detail: string;
}

/** What to tell of an error: words by its code, its own sentence as detail. */
export function problemWords(error: unknown): ProblemWords {
  const code = error instanceof CallProblem ? error.code : "fault";
  const known = i18next.exists(`problems:${code}.title`) ? code : "fault";
  return {
    title: i18next.t(`problems:${known}.title`),
    hint: i18next.t(`problems:${known}.hint`),
    detail: error instanceof Error ? error.message : String(error),
  };
}
