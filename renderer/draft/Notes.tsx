/** What the planner has to tell of a prompt: what it did not draw, chose, or had no use for. */
import { Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { PlanNote } from "#contract/storyboard.ts";
import { noteWords } from "../ui/note-words.ts";
import classes from "./Result.module.css";

export function Notes({ notes }: { notes: readonly PlanNote[] }) {
  const { t } = useTranslation("draft");
  if (notes.length === 0) return null;
  return (
    <ul className={classes.notes} aria-label={t("notes.label")}>
      {notes.map((note) => (
        <li key={note.message} className={classes.note}>
          <IconInfoCircle size={16} stroke={1.6} aria-hidden />
          <Text span size="sm">
            {noteWords(note)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
