/** What the planner has to tell of a draft, and the words of a scene, in the user's language. */
import i18next from "i18next";
import { SCENERY_NAMES, type SceneryWord } from "#contract/scenery-names.ts";
import type { PlanNote } from "#contract/storyboard.ts";
import { problemWords } from "./problem-words.ts";

/** A word of a scene, as people say it. */
export function sceneryWord(word: string): string {
  const names = SCENERY_NAMES[word as SceneryWord];
  return names === undefined ? word : names[i18next.language.startsWith("zh") ? "zh" : "en"][0];
}

/** A note in a sentence. */
export function noteWords(note: PlanNote): string {
  const { code, subject } = note;
  const { t } = i18next;
  switch (code) {
    case "unknown-words":
      return t("notes:notDrawn", { words: subject });
    case "unread-words":
      return t("notes:notRead", { words: subject });
    case "no-room":
      return t("notes:noRoom", { words: subject });
    case "unresolved":
      // Storyboards of earlier versions told of words without room by this code, too.
      return i18next.exists(`notes:attribute.${subject}`)
        ? attributeWords(note)
        : t("notes:noRoom", { words: subject });
    case "ignored-option":
      return t("notes:idle", { option: t(`notes:option.${subject}`) });
    case "started-from":
      return subject === "remix" ? t("notes:paintedAnew") : t("notes:shownAsItIs");
    case "depth":
      return t("notes:depth", { pack: subject });
    case "depth-failed":
      return t("notes:depthFailed", { why: note.problem ? problemWords(note.problem).title : subject });
  }
}

/** Storyboards of earlier versions do not say what was taken. */
function attributeWords({ subject, shot, taken }: PlanNote): string {
  const { t } = i18next;
  const attribute = t(`notes:attribute.${subject}`);
  const words = {
    attribute: shot === undefined ? attribute : t("notes:ofShot", { attribute, shot }),
    word: taken ? sceneryWord(taken) : "",
  };
  if (taken === undefined) return t("notes:unclear", words);
  return taken === null ? t("notes:leftOut", words) : t("notes:taken", words);
}
