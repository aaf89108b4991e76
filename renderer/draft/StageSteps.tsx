/** The eight stages of a draft as a slim stepped bar, with words. */
import { useTranslation } from "react-i18next";
import { STAGES, type Stage } from "#contract/draft.ts";
import classes from "./Making.module.css";

interface Props {
  /** Of each stage, 0 to 1. */
  fractions: Partial<Record<Stage, number>>;
  /** The stage that is told of. */
  current: Stage | null;
}

/** What each stage is called while it runs. */
export function useStageNames(): Record<Stage, string> {
  const { t } = useTranslation("draft");
  return {
    plan: t("stage.plan"),
    speak: t("stage.speak"),
    paint: t("stage.paint"),
    animate: t("stage.animate"),
    score: t("stage.score"),
    mix: t("stage.mix"),
    check: t("stage.check"),
    store: t("stage.store"),
  };
}

export function StageSteps({ fractions, current }: Props) {
  const names = useStageNames();
  return (
    <ol className={classes.steps}>
      {STAGES.map((stage) => {
        const fraction = fractions[stage] ?? 0;
        return (
          <li
            key={stage}
            className={classes.step}
            aria-current={stage === current ? "step" : undefined}
            data-done={fraction === 1}
          >
            <span className={classes.bar}>
              <span className={classes.fill} style={{ transform: `scaleX(${fraction})` }} />
            </span>
            <span className={classes.stepName}>{names[stage]}</span>
          </li>
        );
      })}
    </ol>
  );
}
