/** A problem where its cause is: what is wrong, what to do, and a way to try again. */
import { Alert, Button, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { problemWords } from "./problem-words.ts";

export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation("app");
  const { title, hint, detail } = problemWords(error);
  return (
    <Alert color="red" variant="light" title={title} icon={<IconAlertTriangle stroke={1.6} aria-hidden />}>
      <Text size="sm">{hint}</Text>
      {detail !== "" && (
        <Text size="xs" c="dimmed" mt={4} data-selectable>
          {detail}
        </Text>
      )}
      {onRetry && (
        <Button mt="sm" size="xs" variant="light" color="red" onClick={onRetry}>
          {t("problem.retry")}
        </Button>
      )}
    </Alert>
  );
}
