/** What can be deleted because it can be made again. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StorageReport } from "#contract/storage.ts";
import { useCallMutation } from "../app/calls.ts";
import { Row, Rows } from "../settings/Row.tsx";
import { formatBytes } from "../ui/format.ts";
import { toast, toastProblem } from "../ui/toasts.tsx";

export function CleanRows({ report }: { report: StorageReport }) {
  const { t } = useTranslation("storage");
  const [isEmptying, setEmptying] = useState(false);
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
            onClick={() => (kind === "trash" ? setEmptying(true) : clean.mutate({ kind }))}
          >
            {t("clean.clean")}
          </Button>
        </Row>
      ))}
      <Modal
        opened={isEmptying}
        onClose={() => setEmptying(false)}
        title={t("clean.trashTitle")}
        closeButtonProps={{ "aria-label": t("cancel") }}
      >
        <Text size="sm">{t("clean.trashAsk")}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={() => setEmptying(false)}>
            {t("cancel")}
          </Button>
          <Button
            color="red"
            onClick={() => {
              setEmptying(false);
              clean.mutate({ kind: "trash" });
            }}
          >
            {t("clean.trashDo")}
          </Button>
        </Group>
      </Modal>
    </Rows>
  );
}
