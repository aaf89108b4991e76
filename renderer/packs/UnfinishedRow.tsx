/** A download of an earlier run that was not finished: it goes on where it broke off, or is deleted. */
import { Button, Group, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { UnfinishedDownload } from "#contract/ipc/packs.ts";
import { useCallMutation } from "../app/calls.ts";
import { formatBytes } from "../ui/format.ts";
import { toastProblem } from "../ui/toasts.tsx";
import classes from "./PacksWorkspace.module.css";

export function UnfinishedRow({ download }: { download: UnfinishedDownload }) {
  const { t } = useTranslation("packs");
  const { key, source, bytes, arrived, wish } = download;
  const add = useCallMutation("packs.add", { onError: toastProblem });
  const remove = useCallMutation("packs.remove", { onError: toastProblem });
  return (
    <article className={classes.operation} aria-label={`${t("unfinished.label")} ${source}`}>
      <Text fw={500} truncate>
        {source}
      </Text>
      <Text size="sm" c="dimmed">
        {t("unfinished.text", { done: formatBytes(arrived), total: formatBytes(bytes) })}
      </Text>
      <Progress
        mt="sm"
        color="gray"
        value={bytes > 0 ? (100 * arrived) / bytes : 0}
        aria-label={t("operations.progress", { name: source })}
      />
      <Group mt="sm" gap="sm">
        <Button size="xs" variant="default" onClick={() => add.mutate(wish)}>
          {t("unfinished.resume")}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => remove.mutate({ id: key })}>
          {t("unfinished.remove")}
        </Button>
      </Group>
    </article>
  );
}
