/** A rating of up to five stars. */
import { IconStar, IconStarFilled } from "@tabler/icons-react";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { MAX_RATING } from "#contract/library.ts";
import classes from "./Stars.module.css";

const STARS = Array.from({ length: MAX_RATING }, (_, i) => i + 1);

/** Stars that are only shown; nothing at all without any. Without a hook: lists draw hundreds of them. */
export function StarsShown({ rating }: { rating: number }) {
  if (rating === 0) return null;
  const label = i18next.t("library:rating.stars", { count: rating });
  return (
    <span className={classes.shown} role="img" aria-label={label}>
      {STARS.slice(0, rating).map((star) => (
        <IconStarFilled key={star} size={11} aria-hidden />
      ))}
    </span>
  );
}

/** Stars to choose; choosing the present ones takes them away. */
export function StarsInput({ rating, onRate }: { rating: number; onRate: (rating: number) => void }) {
  const { t } = useTranslation("library");
  return (
    <fieldset className={classes.input} aria-label={t("rating.label")}>
      {STARS.map((star) => {
        const Icon = star <= rating ? IconStarFilled : IconStar;
        return (
          <button
            key={star}
            type="button"
            className={classes.star}
            aria-label={t("rating.stars", { count: star })}
            aria-pressed={star === rating}
            data-on={star <= rating || undefined}
            onClick={() => onRate(star === rating ? 0 : star)}
          >
            <Icon size={18} stroke={1.5} aria-hidden />
          </button>
        );
      })}
    </fieldset>
  );
}
