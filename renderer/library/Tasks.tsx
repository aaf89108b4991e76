/** Imports, exports and proxies that run, and what went wrong with those that ended. */
import { ActionIcon, Progress, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { LibraryTask } from "#contract/library.ts";
import { useCall, useCallMutation } from "../app/calls.ts";
import { problemWords } from "../ui/problem-words.ts";
import classes from "./Tasks.module.css";

const KEY = ["library.tasks", undefined];
/** More would hide the items. */
const PROBLEMS_SHOWN = 4;

export function Tasks() {
  const { data: tasks = [] } = useCall("library.tasks", undefined);
  const client = useQueryClient();
  const clear = useCallMutation("library.clearTasks", {
    onSuccess: () => void client.invalidateQueries({ queryKey: KEY }),
  });
  const shown = tasks.filter(
    ({ kind, state, problems }) =>
      // Copies have toasts of their own, in every workspace.
      kind !== "copy" &&
      (state === "running" || problems.length > 0 || (state === "done" && kind !== "proxy")),
  );
  if (shown.length === 0) return null;
  return (
    <div className={classes.tasks} role="status">
      {shown.map((task) => (
        <Task key={task.id} task={task} onClear={() => clear.mutate(undefined)} />
      ))}
    </div>
  );
}

function Task({ task, onClear }: { task: LibraryTask; onClear: () => void }) {
  const { t } = useTranslation("library");
  const cancel = useCallMutation("library.cancelTask");
  const { id, kind, state, done, total, fraction, current, duplicates, problems } = task;
  const isRunning = state === "running";
  const share = total ? ((done + fraction) / total) * 100 : 0;
  const label = isRunning ? t("task.cancel") : t("close");
  return (
    <div className={classes.task}>
      <div className={classes.line}>
        <Text size="sm" fw={500}>
          {t(`task.${kind}`)}
        </Text>
        <Text size="xs" c="dimmed" truncate className={classes.current}>
          {isRunning
            ? current
            : [
                t(`task.${state}`, { count: done }),
                duplicates > 0 && t("task.duplicates", { count: duplicates }),
              ]
                .filter(Boolean)
                .join(" · ")}
        </Text>
        {total !== null && isRunning && (
          <Text size="xs" c="dimmed" className={classes.count}>
            {done} / {total}
          </Text>
        )}
        <ActionIcon
          size="sm"
          aria-label={label}
          onClick={() => (isRunning ? cancel.mutate({ id }) : onClear())}
        >
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </div>
      {isRunning && <Progress size={3} value={share} aria-label={t(`task.${kind}`)} />}
      {problems.slice(0, PROBLEMS_SHOWN).map(({ subject, ...problem }) => {
        const { title, hint } = problemWords(problem);
        return (
          <Text key={subject + problem.message} size="xs" c="dimmed" lineClamp={1} title={hint}>
            {t("task.skipped", { name: subject, why: title })}
          </Text>
        );
      })}
      {problems.length > PROBLEMS_SHOWN && (
        <Text size="xs" c="dimmed">
          {t("task.more", { count: problems.length - PROBLEMS_SHOWN })}
        </Text>
      )}
    </div>
  );
}
