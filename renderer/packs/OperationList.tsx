/** What is being added or verified: how far it is, and what can be done about it. */
import { ActionIcon, Button, Group, Progress, Text, Tooltip } from "@mantine/core";
import { IconCircleCheck, IconPlayerPause, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { PackOperation } from "#contract/operation.ts";
import { useCallMutation } from "../app/calls.ts";
import { formatBytes, formatPercent, formatSeconds } from "../ui/format.ts";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { toastProblem } from "../ui/toasts.tsx";
import { useAddDialog } from "./adding.ts";
import classes from "./PacksWorkspace.module.css";

interface Props {
  operations: readonly PackOperation[];
  onShow: (pack: string) => void;
}

export function OperationList({ operations, onShow }: Props) {
  const { t } = useTranslation("packs");
  if (operations.length === 0) return null;
  return (
    <section aria-label={t("operations.label")}>
      {operations.map((operation) => (
        <Operation key={operation.id} operation={operation} onShow={onShow} />
      ))}
    </section>
  );
}

function Operation({ operation, onShow }: { operation: PackOperation; onShow: Props["onShow"] }) {
  const { t } = useTranslation("packs");
  const { id, type, subject, wish, state, fraction, canPause, pack, broken, problem } = operation;
  const pause = useCallMutation("packs.pause", { onError: toastProblem });
  const resume = useCallMutation("packs.resume", { onError: toastProblem });
  const cancel = useCallMutation("packs.cancel", { onError: toastProblem });
  const dismiss = useCallMutation("packs.dismiss", { onError: toastProblem });
  const isOpen = ["waiting", "running", "paused"].includes(state);
  const name = subject.split(/[\\/]/).slice(-2).join("/");
  return (
    <article className={classes.operation} aria-label={`${t(`operations.${type}`)} ${name}`}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fw={500} truncate>
            {name}
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {wordsOf(operation, t)}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          {canPause && (
            <Act
              label={t("operations.pause")}
              icon={IconPlayerPause}
              onClick={() => pause.mutate({ operation: id })}
            />
          )}
          {(state === "paused" || state === "failed") && (
            <Act
              label={t("operations.resume")}
              icon={IconPlayerPlay}
              onClick={() => resume.mutate({ operation: id })}
            />
          )}
          {isOpen ? (
            <Act
              label={t("operations.cancel")}
              icon={IconX}
              onClick={() => cancel.mutate({ operation: id })}
            />
          ) : (
            <Act
              label={t("operations.dismiss")}
              icon={IconX}
              onClick={() => dismiss.mutate({ operation: id })}
            />
          )}
        </Group>
      </Group>
      {isOpen && (
        <Progress
          mt="sm"
          value={100 * fraction}
          color={state === "paused" ? "gray" : "coral"}
          aria-label={t("operations.progress", { name })}
        />
      )}
      {problem && (
        <div style={{ marginTop: 12 }}>
          <ProblemNotice error={problem} />
          {wish && (
            <Button
              mt="sm"
              size="xs"
              variant="default"
              onClick={() => {
                dismiss.mutate({ operation: id });
                useAddDialog.setState({ isOpen: true, wish });
              }}
            >
              {t("operations.change")}
            </Button>
          )}
        </div>
      )}
      {broken.length > 0 && (
        <Text size="sm" mt="sm" c="red" data-selectable>
          {t("operations.broken", { files: broken.map(({ file }) => file).join(", ") })}
        </Text>
      )}
      {state === "done" && broken.length === 0 && (
        <Group mt="sm" gap="xs">
          <IconCircleCheck size={18} stroke={1.6} aria-hidden />
          <Text size="sm">{t(type === "add" ? "operations.added" : "operations.whole")}</Text>
          {pack && type === "add" && (
            <Button size="compact-sm" variant="subtle" onClick={() => onShow(pack)}>
              {t("operations.show")}
            </Button>
          )}
        </Group>
      )}
    </article>
  );
}

interface ActProps {
  label: string;
  icon: typeof IconX;
  onClick: () => void;
}

function Act({ label, icon: Icon, onClick }: ActProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        <Icon size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

type Translate = ReturnType<typeof useTranslation<"packs">>["t"];

/** "Downloading · 120 MB of 2 GB · 8 MB/s · 4 min left" */
function wordsOf(operation: PackOperation, t: Translate): string {
  const { state, phase, fraction, bytes, totalBytes, bytesPerSecond, secondsLeft } = operation;
  if (state !== "running") return t(`operations.states.${state}`);
  const counted = bytes !== null && totalBytes !== null;
  return [
    t(`operations.phases.${phase}`),
    counted
      ? t("operations.bytes", { done: formatBytes(bytes), total: formatBytes(totalBytes) })
      : phase !== "look" && formatPercent(fraction),
    bytesPerSecond !== null && t("operations.rate", { size: formatBytes(bytesPerSecond) }),
    secondsLeft !== null && t("operations.left", { time: formatSeconds(secondsLeft) }),
  ]
    .filter(Boolean)
    .join(" · ");
}
