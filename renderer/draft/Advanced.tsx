/** Options of diffusion packs; for others they are shown, with the reason why they do nothing. */
import { Collapse, NumberInput, Slider, Text, Textarea, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DEFAULT_STRENGTH, MAX_PROMPT_CHARACTERS } from "#contract/draft.ts";
import classes from "./Composer.module.css";
import { useChosenPack } from "./choices.ts";
import { PackPicker } from "./PackPicker.tsx";
import { change, useComposer } from "./wish.ts";

export function Advanced() {
  const { t } = useTranslation("draft");
  const [opened, { toggle }] = useDisclosure(false);
  return (
    <div className={classes.field}>
      <UnstyledButton className={classes.more} aria-expanded={opened} onClick={toggle}>
        <IconChevronRight size={16} stroke={1.6} data-opened={opened} aria-hidden />
        {t("advanced.label")}
      </UnstyledButton>
      <Collapse expanded={opened}>
        <div className={classes.advanced}>
          <PackPicker />
          <Options />
        </div>
      </Collapse>
    </div>
  );
}

function Options() {
  const { t } = useTranslation("draft");
  const { pack, uses } = useChosenPack();
  const { steps, guidance, negative, strength, start } = useComposer();
  const own = pack?.abilities;
  return (
    <>
      {!uses.steps && (
        <Text size="xs" c="dimmed">
          {t("advanced.painter")}
        </Text>
      )}
      <div className={classes.pair}>
        <NumberInput
          size="xs"
          label={t("advanced.steps")}
          classNames={{ label: classes.label! }}
          disabled={!uses.steps}
          min={1}
          max={150}
          allowDecimal={false}
          placeholder={own?.steps === undefined ? t("advanced.own") : `${own.steps}`}
          value={steps ?? ""}
          onChange={(value) => change({ steps: typeof value === "number" ? value : null })}
        />
        <NumberInput
          size="xs"
          label={t("advanced.guidance")}
          classNames={{ label: classes.label! }}
          disabled={!uses.guidance}
          min={0}
          max={30}
          step={0.5}
          placeholder={own?.guidance === undefined ? t("advanced.own") : `${own.guidance}`}
          value={guidance ?? ""}
          onChange={(value) => change({ guidance: typeof value === "number" ? value : null })}
        />
      </div>
      <Textarea
        size="xs"
        label={t("advanced.negative")}
        classNames={{ label: classes.label! }}
        placeholder={t("advanced.negativeHint")}
        disabled={!uses.negative}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={MAX_PROMPT_CHARACTERS}
        value={negative}
        onChange={(event) => change({ negative: event.currentTarget.value })}
      />
      <div className={classes.field}>
        <span className={classes.label}>{t("advanced.strength")}</span>
        <Slider
          size="sm"
          thumbLabel={t("advanced.strength")}
          disabled={!uses.strength}
          min={0}
          max={1}
          step={0.05}
          value={strength ?? DEFAULT_STRENGTH}
          onChange={(value) => change({ strength: value })}
        />
        <Text size="xs" c="dimmed">
          {uses.strength
            ? t("advanced.strengthHint")
            : start === null
              ? t("advanced.strengthNoStart")
              : t("advanced.strengthNoUse")}
        </Text>
      </div>
    </>
  );
}
