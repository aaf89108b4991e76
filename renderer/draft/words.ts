/** Times as people say them. */
import type { TFunction } from "i18next";

/** "8 s", "2 min 10 s", "1 h 5 min". */
export function durationWords(t: TFunction<"draft">, ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return t("time.seconds", { seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    const rest = minutes < 10 ? seconds % 60 : 0;
    return rest === 0 ? t("time.minutes", { minutes }) : t("time.minutesSeconds", { minutes, seconds: rest });
  }
  return t("time.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
