/** One job of the strip: its picture, where it stands, and what can be done with it. */
import { useSortable } from "@dnd-kit/sortable";
import { ActionIcon, Menu, Text, UnstyledButton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconClock,
  IconDots,
  IconGripVertical,
  IconPhoto,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { type CSSProperties, useState } from "react";
import { useTranslation } from "react-i18next";
import type { QueueJob } from "#contract/queue.ts";
import { cancelJob, dismissJob } from "./job-changes.ts";
import { useStatusLine } from "./Making.tsx";
import classes from "./QueueStrip.module.css";
import { ask, hasEnded, usePreview, useProgress, useQueue } from "./queue.ts";
import { choose } from "./Result.tsx";

interface Props {
  job: QueueJob;
  /** Waits, and can be dragged to another place. */
  movable?: boolean;
}

export function JobCard({ job, movable = false }: Props) {
  const { t } = useTranslation("draft");
  const progress = useProgress(job.id);
  const line = useStatusLine(job, progress);
  const isShown = useQueue(({ shown }) => isShownIn(job, shown));
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: job.id, disabled: !movable });
  const style: CSSProperties = {
    transition,
    ...(transform && { transform: `translate3d(${transform.x}px, ${transform.y}px, 0)` }),
  };
  const { onPointerDown } = (listeners ?? {}) as { onPointerDown?: React.PointerEventHandler };
  return (
    <div ref={setNodeRef} className={classes.card} style={style} data-dragging={isDragging}>
      <UnstyledButton
        className={classes.face}
        aria-current={isShown ? "true" : undefined}
        onPointerDown={onPointerDown}
        onClick={() => choose(job.id, job.generation)}
      >
        <span className={classes.picture}>
          <Picture job={job} />
          {progress && (
            <span className={classes.progress} style={{ transform: `scaleX(${progress.fraction})` }} />
          )}
        </span>
        <Text span className={classes.prompt}>
          {job.request.prompt}
        </Text>
        <Text span className={classes.line}>
          {line}
        </Text>
      </UnstyledButton>
      <div className={classes.tools}>
        {movable && (
          <ActionIcon
            ref={setActivatorNodeRef}
            className={classes.tool}
            size={24}
            {...attributes}
            {...listeners}
            aria-label={t("job.move")}
          >
            <IconGripVertical size={14} stroke={1.6} aria-hidden />
          </ActionIcon>
        )}
        <JobMenu job={job} />
      </div>
    </div>
  );
}

function isShownIn(job: QueueJob, shown: ReturnType<typeof useQueue.getState>["shown"]): boolean {
  if (shown === null) return false;
  if ("job" in shown) return shown.job === job.id;
  if ("batch" in shown) return shown.batch === job.batch;
  return job.generation !== null && shown.compare.includes(job.generation);
}

/** The finished clip's poster, else the newest preview, else a sign of where the job stands. */
function Picture({ job }: { job: QueueJob }) {
  const [failed, setFailed] = useState<readonly string[]>([]);
  const preview = usePreview(job.id);
  const poster = job.generation === null ? undefined : `posters/${job.generation}.jpg`;
  const source = [poster, preview].find((address) => address !== undefined && !failed.includes(address));
  if (source !== undefined) {
    return <img src={source} alt="" draggable={false} onError={() => setFailed([...failed, source])} />;
  }
  const Icon = {
    failed: IconAlertTriangle,
    interrupted: IconAlertTriangle,
    held: IconPlayerPause,
    done: IconPhoto,
  }[job.phase as string];
  const Sign = Icon ?? IconClock;
  return <Sign size={20} stroke={1.5} aria-hidden />;
}

function JobMenu({ job }: { job: QueueJob }) {
  const { t } = useTranslation("draft");
  const icon = { size: 16, stroke: 1.6, "aria-hidden": true } as const;
  const { phase, id } = job;
  return (
    <Menu position="top-end" shadow="md">
      <Menu.Target>
        <ActionIcon className={classes.tool} size={24} aria-label={t("job.menu")}>
          <IconDots size={14} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(phase === "running" || phase === "waiting") && (
          <Menu.Item leftSection={<IconPlayerPause {...icon} />} onClick={() => void ask("queue.hold", id)}>
            {t("job.pause")}
          </Menu.Item>
        )}
        {(phase === "held" || phase === "interrupted") && (
          <Menu.Item
            leftSection={<IconPlayerPlay {...icon} />}
            onClick={() => void ask("queue.continue", id)}
          >
            {t("job.continue")}
          </Menu.Item>
        )}
        {(phase === "failed" || phase === "cancelled") && (
          <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={() => void ask("queue.continue", id)}>
            {t("job.again")}
          </Menu.Item>
        )}
        {!hasEnded(job) && (
          <Menu.Item leftSection={<IconX {...icon} />} onClick={() => void cancelJob(job)}>
            {job.stopping === "cancel" ? t("job.stopNow") : t("job.cancel")}
          </Menu.Item>
        )}
        {phase !== "running" && (
          <Menu.Item leftSection={<IconTrash {...icon} />} onClick={() => void dismissJob(job)}>
            {phase === "done" ? t("job.hide") : t("job.remove")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
