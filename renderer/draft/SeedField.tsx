/** The seed: the same number gives the same clip. The lock keeps it, the dice throws another. */
import { ActionIcon, NumberInput, Tooltip } from "@mantine/core";
import { IconDice5, IconLock, IconLockOpen } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { MAX_SEED } from "#contract/draft.ts";
import classes from "./Composer.module.css";
import { change, randomSeed, useComposer } from "./wish.ts";

export function SeedField() {
  const { t } = useTranslation("draft");
  const seed = useComposer((composer) => composer.seed);
  const locked = useComposer((composer) => composer.seedLocked);
  const lockLabel = locked ? t("seed.unlock") : t("seed.lock");
  const LockIcon = locked ? IconLock : IconLockOpen;
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor="draft-seed">
        {t("seed.label")}
      </label>
      <div className={classes.seed}>
        <NumberInput
          id="draft-seed"
          size="xs"
          hideControls
          allowDecimal={false}
          allowNegative={false}
          min={0}
          max={MAX_SEED}
          clampBehavior="strict"
          value={seed}
          onChange={(value) => typeof value === "number" && change({ seed: value, seedLocked: true })}
        />
        <Tooltip label={lockLabel}>
          <ActionIcon
            size={30}
            variant={locked ? "light" : "subtle"}
            color={locked ? "coral" : "gray"}
            aria-label={t("seed.lock")}
            aria-pressed={locked}
            onClick={() => change({ seedLocked: !locked })}
          >
            <LockIcon size={16} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("seed.dice")}>
          <ActionIcon size={30} aria-label={t("seed.dice")} onClick={() => change({ seed: randomSeed() })}>
            <IconDice5 size={16} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}
