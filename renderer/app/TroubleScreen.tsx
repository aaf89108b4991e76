/** What the window shows when there is no studio behind it: what is wrong, and the ways out. */
import { Button, Center, Code, Group, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Trouble } from "#contract/ipc/app.ts";
import copyDiagnostics from "../actions/copy-diagnostics.ts";
import { runAction } from "../actions/index.ts";
import { problemWords } from "../ui/problem-words.ts";
import { toast, toastProblem } from "../ui/toasts.tsx";
import { CallProblem } from "./bridge.ts";
import { useCallMutation } from "./calls.ts";

export function TroubleScreen({ trouble: first }: { trouble: Trouble }) {
  const [trouble, setTrouble] = useState(first);
  const { t, i18n } = useTranslation("app");
  const { title, hint, detail } = problemWords(new CallProblem(trouble));
  const reopen = useCallMutation("app.reopen", {
    onSuccess: (remaining) => {
      if (remaining === null) window.location.reload();
      else {
        setTrouble(remaining);
        toast(t("trouble.still"));
      }
    },
    onError: toastProblem,
  });
  const reveal = useCallMutation("app.revealFile", { onError: toastProblem });
  const file = trouble.text?.values.file?.toString();
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Center component="main" h="100%" p="xl" aria-label={t("trouble.label")}>
      <Stack gap="md" maw={640}>
        <IconAlertTriangle size={32} stroke={1.5} color="var(--us-accent-text)" aria-hidden />
        <Title order={1}>{title}</Title>
        <Text c="dimmed">{hint}</Text>
        {detail && (
          <Code block data-selectable style={{ whiteSpace: "pre-wrap" }}>
            {detail}
          </Code>
        )}
        <Group gap="sm">
          {trouble.backup !== null && (
            <Button loading={reopen.isPending} onClick={() => reopen.mutate({ restoreBackup: true })}>
              {t("trouble.restore", { time: time.format(trouble.backup) })}
            </Button>
          )}
          <Button
            variant={trouble.backup === null ? "filled" : "default"}
            loading={reopen.isPending}
            onClick={() => reopen.mutate({ restoreBackup: false })}
          >
            {t("trouble.retry")}
          </Button>
          {file !== undefined && (
            <Button variant="subtle" color="gray" onClick={() => reveal.mutate({ path: file })}>
              {t("trouble.reveal")}
            </Button>
          )}
          <Button variant="subtle" color="gray" onClick={() => void runAction(copyDiagnostics)}>
            {t("actions:diagnostics.copy")}
          </Button>
        </Group>
      </Stack>
    </Center>
  );
}
