/** What the next draft starts from: a picture, or a frame of a clip. */
import { ActionIcon, Text } from "@mantine/core";
import { IconMovie, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Composer.module.css";
import { change, useComposer } from "./wish.ts";

export function StartChip() {
  const { t } = useTranslation("draft");
  const start = useComposer((composer) => composer.start);
  if (start === null) return null;
  return (
    <div className={classes.start}>
      {start.from === "picture" ? (
        <img className={classes.startPicture} src={`media/${start.sha256}${start.extension}`} alt="" />
      ) : (
        <span className={classes.startPicture}>
          <IconMovie size={18} stroke={1.6} aria-hidden />
        </span>
      )}
      <div className={classes.startWords}>
        <Text size="xs" fw={600}>
          {start.from === "picture"
            ? t("start.picture")
            : start.frame === undefined
              ? t("start.remix")
              : t("start.remixFrame", { frame: start.frame + 1 })}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {start.from === "picture" ? start.name : start.prompt}
        </Text>
      </div>
      <ActionIcon size={24} aria-label={t("start.remove")} onClick={() => change({ start: null })}>
        <IconX size={14} stroke={1.6} aria-hidden />
      </ActionIcon>
    </div>
  );
}
