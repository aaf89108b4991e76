/** What the planner has to tell of a prompt: what it did not draw, chose, or had no use for. */
import { Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { PlanNote } from "#contract/storyboard.ts";
import classes from "./Result.module.css";

export function Notes({ notes }: { notes: readonly PlanNote[] }) {
  const { t } = useTranslation("draft");
  if (notes.length === 0) return null;
  return (
    <ul className={classes.notes} aria-label={t("notes.label")}>
      {notes.map((note) => (
        <li key={note.code + note.subject} className={classes.note}>
          <IconInfoCircle size={16} stroke={1.6} aria-hidden />
          <Text span size="sm" title={note.message}>
            {wordsOf(note, t)}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function wordsOf({ code, subject, message }: PlanNote, t: TFunction<"draft">): string {
  switch (code) {
    case "unknown-words":
      return t("notes.unknownWords", { words: subject });
    case "unresolved": {
      const attribute = attributeOf(subject, t);
      return attribute === undefined
        ? t("notes.leftOut", { words: subject })
        : t("notes.unresolved", { attribute });
    }
    case "ignored-option":
      return t("notes.ignoredOption", { option: optionOf(subject, t) });
    case "started-from":
      return subject === "remix" ? t("notes.paintedAnew") : t("notes.shownAsItIs");
    case "depth":
      return t("notes.depth", { detail: message });
  }
}

function attributeOf(subject: string, t: TFunction<"draft">): string | undefined {
  const names: Record<string, string> = {
    setting: t("attribute.setting"),
    time: t("attribute.time"),
    weather: t("attribute.weather"),
    season: t("attribute.season"),
    look: t("attribute.look"),
    mood: t("attribute.mood"),
    camera: t("attribute.camera"),
    colour: t("attribute.colour"),
    change: t("attribute.change"),
  };
  return names[subject];
}

function optionOf(subject: string, t: TFunction<"draft">): string {
  const names: Record<string, string> = {
    steps: t("advanced.steps"),
    guidance: t("advanced.guidance"),
    negative: t("advanced.negative"),
    strength: t("advanced.strength"),
  };
  return names[subject] ?? subject;
}
