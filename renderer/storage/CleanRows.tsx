/** What can be deleted because it can be made again. */
import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { StorageReport } from "#contract/storage.ts";
import { useCallMutation } from "../app/calls.ts";
import { Row, Rows } from "../settings/Row.tsx";
import { formatBytes } from "../ui/format.ts";
import { toast, toastProblem } from "../ui/toasts.tsx";

export function CleanRows({ report }: { report: StorageReport }) {
  const { t } = useTranslation("storage");
  const clean = useCallMutation("storage.clean", {
    onSuccess: ({ bytes }) => toast(t("cleaned", { size: formatBytes(bytes) })),
    onError: toastProblem,
  });
  return (
    <Rows title={t("clean.title")}>
      {report.cleanable.map(({ kind, bytes }) => (
        <Row key={kind} label={t(`clean.${kind}`)} description={t(`clean.${kind}Note`)} words="clean 清理">
          <Text size="sm" c="dimmed">
            {formatBytes(bytes)}
          </Text>
          <Button
            variant="default"
            disabled={bytes === 0}
            loading={clean.isPending && clean.variables.kind === kind}
            aria-label={t("clean.cleanOf", { what: t(`clean.${kind}`) })}
            onClick={() => clean.mutate({ kind })}
          >
            {t("clean.clean")}
          </Button>
        </Row>
      ))}
    </Rows>
  );
}
