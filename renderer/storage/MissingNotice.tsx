/** Told over every workspace while a moved folder is not there. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "../app/calls.ts";
import { openSettings } from "../settings/section.ts";

export function MissingNotice() {
  const { t } = useTranslation("storage");
  const { data: missing = [], refetch } = useCall("storage.missing", undefined);
  if (missing.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      radius={0}
      icon={<IconPlugConnectedX stroke={1.6} aria-hidden />}
      title={t("trouble.missing")}
    >
      <Group justify="space-between" gap="md">
        <Text size="sm" data-selectable>
          {missing.map(({ folder }) => folder).join(", ")}
        </Text>
        <Group gap="sm">
          <Button size="xs" variant="default" onClick={() => void refetch()}>
            {t("trouble.again")}
          </Button>
          <Button size="xs" variant="default" onClick={() => openSettings("storage")}>
            {t("trouble.settings")}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
