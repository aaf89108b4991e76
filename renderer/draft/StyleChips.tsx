/** The look, by small pictures of the same scene. */
import { Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { LOOKS, type Look } from "#contract/scenery.ts";
import classes from "./Composer.module.css";
import anime from "./looks/anime.jpg";
import ink from "./looks/ink.jpg";
import noir from "./looks/noir.jpg";
import oil from "./looks/oil.jpg";
import realistic from "./looks/realistic.jpg";
import watercolour from "./looks/watercolour.jpg";

const PICTURES: Record<Look, string> = { realistic, watercolour, anime, oil, ink, noir };

interface Props {
  value: Look | null;
  onChange: (style: Look | null) => void;
}

export function StyleChips({ value, onChange }: Props) {
  const { t } = useTranslation("draft");
  const names: Record<Look, string> = {
    realistic: t("style.realistic"),
    watercolour: t("style.watercolour"),
    anime: t("style.anime"),
    oil: t("style.oil"),
    ink: t("style.ink"),
    noir: t("style.noir"),
  };
  return (
    <fieldset className={classes.field}>
      <legend className={classes.label}>{t("style.label")}</legend>
      <div className={classes.looks}>
        <UnstyledButton
          className={classes.look}
          aria-pressed={value === null}
          onClick={() => onChange(null)}
          title={t("style.autoHint")}
        >
          <span className={classes.auto}>
            <IconWand size={18} stroke={1.6} aria-hidden />
          </span>
          <Text span className={classes.lookName}>
            {t("style.auto")}
          </Text>
          <VisuallyHidden>{t("style.autoHint")}</VisuallyHidden>
        </UnstyledButton>
        {LOOKS.map((look) => (
          <UnstyledButton
            key={look}
            className={classes.look}
            aria-pressed={value === look}
            onClick={() => onChange(look)}
          >
            <img className={classes.lookPicture} src={PICTURES[look]} alt="" draggable={false} />
            <Text span className={classes.lookName}>
              {names[look]}
            </Text>
          </UnstyledButton>
        ))}
      </div>
    </fieldset>
  );
}
