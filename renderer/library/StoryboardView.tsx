/** A storyboard in words: what is seen and heard, and what was not understood. */
import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Storyboard } from "#contract/storyboard.ts";
import { noteWords, sceneryWord } from "../ui/note-words.ts";
import { duration } from "./format.ts";
import classes from "./Inspector.module.css";

export function StoryboardView({ storyboard }: { storyboard: Storyboard }) {
  const { t } = useTranslation("library");
  const { shots, sounds, notes, fps } = storyboard;
  const heard = [...new Set(sounds.map(({ sound }) => sceneryWord(sound)))];
  return (
    <section>
      <h3 className={classes.heading}>{t("storyboard.title")}</h3>
      <Stack gap={8}>
        {shots.map((shot) => {
          const { setting, time, weather, season, look, mood, camera, colour, change } = shot;
          const words = [setting, time, weather, season, look, mood, camera, colour, change].filter(
            (word) => word !== null,
          );
          return (
            <div key={shot.start} className={classes.shot} data-selectable>
              <Text size="xs" c="dimmed" component="span">
                {duration(shot.start / fps)} – {duration((shot.start + shot.frames) / fps)}
              </Text>
              <div>{words.map(sceneryWord).join(" · ")}</div>
            </div>
          );
        })}
        {heard.length > 0 && (
          <Text size="sm" data-selectable>
            {t("storyboard.heard", { sounds: heard.join(", ") })}
          </Text>
        )}
        {notes.map((note) => (
          <Text key={note.message} size="xs" c="dimmed" data-selectable>
            {noteWords(note)}
          </Text>
        ))}
      </Stack>
    </section>
  );
}
