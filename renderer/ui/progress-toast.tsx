/** A toast for work that may take long: shows how far it is, and lets it be cancelled. */
import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { formatPercent } from "./format.ts";
import classes from "./toasts.module.css";

/** What is done sooner needs no words on how far it is. */
const SHOWN_AFTER_MS = 500;

export interface ProgressToast {
  /** From 0 to 1. */
  update(fraction: number): void;
  close(): void;
}

export function progressToast(message: string, onCancel: () => void): ProgressToast {
  let id: string | undefined;
  let fraction = 0;
  const content = () => ({
    message: (
      <Stack gap={8}>
        <Group justify="space-between" wrap="nowrap" gap="md">
          <Text size="sm" className={classes.words}>
            {message} {formatPercent(fraction)}
          </Text>
          <Button size="compact-sm" variant="subtle" className={classes.offer} onClick={onCancel}>
            {i18next.t("app:toast.cancel")}
          </Button>
        </Group>
        <Progress size={3} value={fraction * 100} aria-label={message} />
      </Stack>
    ),
    autoClose: false,
    withBorder: true,
    withCloseButton: false,
  });
  const timer = window.setTimeout(() => {
    id = notifications.show(content());
  }, SHOWN_AFTER_MS);
  return {
    update(reached) {
      fraction = reached;
      if (id !== undefined) notifications.update({ id, ...content() });
    },
    close() {
      window.clearTimeout(timer);
      if (id !== undefined) notifications.hide(id);
    },
  };
}
