/** Told when the settings' file was damaged: what was lost, and where the file is kept as it was. */
import { Alert, Code, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "../app/calls.ts";

export function DamageNotice() {
  const { t } = useTranslation("settings");
  const { data: damage } = useCall("settings.damage", undefined);
  if (!damage) return null;
  const { lost, keptAs } = damage;
  const nameOf = (setting: string) => t(`damage.names.${setting}`, { defaultValue: setting });
  return (
    <Alert
      color="yellow"
      variant="light"
      mb="lg"
      icon={<IconAlertTriangle stroke={1.6} aria-hidden />}
      title={t("damage.title")}
    >
      <Text size="sm">
        {lost.length > 0 ? t("damage.some", { names: lost.map(nameOf).join(", ") }) : t("damage.all")}
      </Text>
      <Code mt="xs" data-selectable>
        {keptAs}
      </Code>
    </Alert>
  );
}
