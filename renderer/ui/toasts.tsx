/** Short messages over the window: what was done, with a way back, and what went wrong. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import i18next from "i18next";
import { problemWords } from "./problem-words.ts";
import classes from "./toasts.module.css";

/** What a toast offers: the words of its button, and what that does. */
export interface ToastOffer {
  label: string;
  run: () => void | Promise<void>;
}

/** Tells that something was done. With `undo`, the toast stays longer and offers it. */
export function toast(message: string, undo?: ToastOffer["run"]): void {
  toastOffering(message, undo && { label: i18next.t("app:toast.undo"), run: undo });
}

/** Tells that something was done, and offers what one may want next; stays longer then. */
export function toastOffering(message: string, offer: ToastOffer | undefined): void {
  const id = notifications.show({
    message: (
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text size="sm" className={classes.words}>
          {message}
        </Text>
        {offer && (
          <Button
            size="compact-sm"
            variant="subtle"
            className={classes.offer}
            onClick={async () => {
              notifications.hide(id);
              try {
                await offer.run();
              } catch (error) {
                toastProblem(error);
              }
            }}
          >
            {offer.label}
          </Button>
        )}
      </Group>
    ),
    icon: <IconCheck size={18} stroke={1.6} aria-hidden />,
    autoClose: offer ? 8000 : 4000,
    withBorder: true,
    closeButtonProps: { "aria-label": i18next.t("app:toast.close") },
  });
}

/** Tells what went wrong and what to do; stays until it is closed. */
export function toastProblem(error: unknown): void {
  const { title, hint, detail } = problemWords(error);
  notifications.show({
    title,
    message: (
      <>
        <Text size="sm">{hint}</Text>
        {detail !== "" && (
          <Text size="xs" c="dimmed" data-selectable>
            {detail}
          </Text>
        )}
      </>
    ),
    color: "red",
    icon: <IconAlertTriangle size={18} stroke={1.6} aria-hidden />,
    autoClose: false,
    withBorder: true,
    closeButtonProps: { "aria-label": i18next.t("app:toast.close") },
  });
}
