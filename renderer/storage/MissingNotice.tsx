/** Told over every workspace while a moved folder is not there, or it is not written down where they are. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconFileAlert, IconPlugConnectedX, type TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCall, useCallMutation } from "../app/calls.ts";
import { openSettings } from "../settings/section.ts";
import { toast, toastProblem } from "../ui/toasts.tsx";

const LOOK_MS = 60_000;

export function MissingNotice() {
  const { t } = useTranslation("storage");
  // Disks come and go, and files are edited, while another program is in front.
  const { data, refetch } = useCall("storage.trouble", undefined, {
    refetchOnWindowFocus: "always",
    refetchInterval: LOOK_MS,
  });
  const rewrite = useCallMutation("storage.rewritePlaces", {
    onSuccess: () => toast(t("trouble.rewritten")),
    onError: toastProblem,
  });
  const { missing = [], damaged = null } = data ?? {};
  return (
    <>
      {missing.length > 0 && (
        <Notice
          icon={IconPlugConnectedX}
          title={t("trouble.missing")}
          text={missing.map(({ folder }) => folder).join(", ")}
        >
          <Button size="xs" variant="default" onClick={() => void refetch()}>
            {t("trouble.again")}
          </Button>
          <Button size="xs" variant="default" onClick={() => openSettings("storage")}>
            {t("trouble.settings")}
          </Button>
        </Notice>
      )}
      {damaged !== null && (
        <Notice
          icon={IconFileAlert}
          title={t("trouble.damaged")}
          text={t("trouble.damagedNote", { file: damaged })}
        >
          <Button
            size="xs"
            variant="default"
            loading={rewrite.isPending}
            onClick={() => rewrite.mutate(undefined)}
          >
            {t("trouble.rewrite")}
          </Button>
        </Notice>
      )}
    </>
  );
}

interface Props {
  icon: TablerIcon;
  title: string;
  text: string;
  children: ReactNode;
}

function Notice({ icon: Icon, title, text, children }: Props) {
  return (
    <Alert color="yellow" variant="light" radius={0} icon={<Icon stroke={1.6} aria-hidden />} title={title}>
      <Group justify="space-between" gap="md">
        <Text size="sm" data-selectable>
          {text}
        </Text>
        <Group gap="sm">{children}</Group>
      </Group>
    </Alert>
  );
}
