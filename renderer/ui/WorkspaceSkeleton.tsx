/** A workspace that is still being loaded. */
import { Group, Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function WorkspaceSkeleton() {
  const { t } = useTranslation("app");
  return (
    <Stack p="lg" gap="lg" role="status" aria-label={t("loading")}>
      <Skeleton h={32} w={240} />
      <Group gap="md" wrap="nowrap">
        <Skeleton h={160} />
        <Skeleton h={160} />
        <Skeleton h={160} />
      </Group>
      <Skeleton h={16} w="60%" />
      <Skeleton h={16} w="40%" />
    </Stack>
  );
}
