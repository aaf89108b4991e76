/** Prompts that show what can be said, in the user's language. */
import { useTranslation } from "react-i18next";

export function useExamples(): readonly string[] {
  const { t } = useTranslation("draft");
  return [
    t("examples.sea"),
    t("examples.street"),
    t("examples.forest"),
    t("examples.snow"),
    t("examples.space"),
    t("examples.shots"),
  ];
}
