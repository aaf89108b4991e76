/** Length and shape of the clip. */
import { SegmentedControl, Tooltip, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SIZES, type Size } from "#contract/draft.ts";
import classes from "./Composer.module.css";
import { change, LENGTHS, useComposer } from "./wish.ts";

export function LengthPicker() {
  const { t } = useTranslation("draft");
  const seconds = useComposer((composer) => composer.seconds);
  const choices = LENGTHS.includes(seconds as (typeof LENGTHS)[number]) ? LENGTHS : [seconds, ...LENGTHS];
  return (
    <div className={classes.field}>
      <span className={classes.label} id="draft-length">
        {t("length.label")}
      </span>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby="draft-length"
        value={`${seconds}`}
        data={choices.map((value) => ({ value: `${value}`, label: t("time.seconds", { seconds: value }) }))}
        onChange={(value) => change({ seconds: Number(value) })}
      />
    </div>
  );
}

export function ShapePicker() {
  const { t } = useTranslation("draft");
  const size = useComposer((composer) => composer.size);
  const names: Record<Size, string> = {
    "854x480": t("shape.wide"),
    "480x854": t("shape.tall"),
    "640x640": t("shape.square"),
  };
  return (
    <fieldset className={classes.field}>
      <legend className={classes.label}>{t("shape.label")}</legend>
      <div className={classes.shapes}>
        {SIZES.map((value) => {
          const [width, height] = value.split("x").map(Number) as [number, number];
          const scale = 18 / Math.max(width, height);
          return (
            <Tooltip key={value} label={`${names[value]} · ${width} × ${height}`}>
              <UnstyledButton
                className={classes.shape}
                aria-pressed={size === value}
                aria-label={names[value]}
                onClick={() => change({ size: value })}
              >
                <span
                  className={classes.shapeIcon}
                  style={{ width: width * scale, height: height * scale }}
                  aria-hidden
                />
              </UnstyledButton>
            </Tooltip>
          );
        })}
      </div>
    </fieldset>
  );
}
