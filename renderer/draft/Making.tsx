/** A draft that waits or is made: the picture as it comes, how far it is, and what can be done with it. */
import { Button, Group, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconX } from "@tabler/icons-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { JobProgress, QueueJob } from "#contract/queue.ts";
import { CallProblem } from "../app/bridge.ts";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { cancelJob } from "./job-changes.ts";
import classes from "./Making.module.css";
import { ask, useJobs, usePreview, useProgress, useQueue } from "./queue.ts";
import { StageSteps, useStageNames } from "./StageSteps.tsx";
import { durationWords } from "./words.ts";

export function Making({ job }: { job: QueueJob }) {
  const { t } = useTranslation("draft");
  const progress = useProgress(job.id);
  const preview = usePreview(job.id);
  const isRunning = job.phase === "running";
  const [width, height] = job.request.size.split("x").map(Number) as [number, number];
  const finished = Object.fromEntries(job.finished.map((stage) => [stage, 1]));
  return (
    <div className={classes.making}>
      <div className={classes.canvas}>
        <div
          className={classes.frame}
          style={{ "--shape": `${width} / ${height}`, "--ratio": width / height } as CSSProperties}
          data-live={isRunning}
        >
          {preview !== undefined ? (
            <img className={classes.preview} src={preview} alt={t("making.preview")} />
          ) : (
            <Waiting job={job} progress={progress} />
          )}
        </div>
      </div>
      <div className={classes.panel}>
        <Status job={job} progress={progress} />
        {isRunning && (
          <StageSteps fractions={progress?.stages ?? finished} current={progress?.stage ?? "plan"} />
        )}
        {job.phase === "failed" && job.error && (
          <ProblemNotice
            error={new CallProblem(job.error)}
            onRetry={() => void ask("queue.continue", job.id)}
          />
        )}
      </div>
    </div>
  );
}

/** Before the first picture: what will be in the frame, in its own words. */
function Waiting({ job, progress }: { job: QueueJob; progress: JobProgress | undefined }) {
  const names = useStageNames();
  return (
    <div className={classes.waiting}>
      {job.phase === "running" && <span className={classes.pulse} aria-hidden />}
      <Text className={classes.words} lineClamp={4}>
        {job.request.prompt}
      </Text>
      {progress && (
        <Text size="sm" c="dimmed">
          {names[progress.stage]}
        </Text>
      )}
    </div>
  );
}

function Status({ job, progress }: { job: QueueJob; progress: JobProgress | undefined }) {
  const { t } = useTranslation("draft");
  const line = useStatusLine(job, progress);
  return (
    <div className={classes.status}>
      <div className={classes.statusWords}>
        {job.phase === "running" && (
          <Text span className={classes.percent}>
            {Math.floor((progress?.fraction ?? 0) * 100)}%
          </Text>
        )}
        <Text span size="sm" c="dimmed" aria-live="polite">
          {line}
        </Text>
      </div>
      <Group gap={8} wrap="nowrap">
        {(job.phase === "running" || job.phase === "waiting") && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlayerPause size={16} stroke={1.6} aria-hidden />}
            disabled={job.stopping !== null}
            onClick={() => void ask("queue.hold", job.id)}
          >
            {t("job.pause")}
          </Button>
        )}
        {(job.phase === "held" || job.phase === "interrupted") && (
          <Button
            size="xs"
            className={classes.main}
            leftSection={<IconPlayerPlay size={16} stroke={1.6} aria-hidden />}
            onClick={() => void ask("queue.continue", job.id)}
          >
            {t("job.continue")}
          </Button>
        )}
        {job.phase === "cancelled" && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={16} stroke={1.6} aria-hidden />}
            onClick={() => void ask("queue.continue", job.id)}
          >
            {t("job.again")}
          </Button>
        )}
        {job.phase !== "cancelled" && job.phase !== "failed" && (
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            leftSection={<IconX size={16} stroke={1.6} aria-hidden />}
            onClick={() => void cancelJob(job)}
          >
            {job.stopping === "cancel" ? t("job.stopNow") : t("job.cancel")}
          </Button>
        )}
      </Group>
    </div>
  );
}

/** One line on where a job stands. */
export function useStatusLine(job: QueueJob, progress: JobProgress | undefined): string {
  const { t } = useTranslation("draft");
  const names = useStageNames();
  const jobs = useJobs();
  const paused = useQueue(({ state }) => state?.paused ?? false);
  switch (job.phase) {
    case "running": {
      if (job.stopping === "cancel") return t("status.cancelling");
      if (job.stopping === "pause") return t("status.pausing");
      if (progress === undefined) return t("status.starting");
      const name = names[progress.stage];
      const what =
        progress.parts > 1
          ? t("status.part", { stage: name, part: progress.part + 1, parts: progress.parts })
          : name;
      if (progress.remainingMs === null) return what;
      return t("status.left", { what, time: durationWords(t, progress.remainingMs) });
    }
    case "waiting": {
      if (paused) return t("status.queuePaused");
      const ahead = jobs.findIndex(({ id }) => id === job.id);
      return ahead <= 1 ? t("status.next") : t("status.ahead", { count: ahead });
    }
    case "held":
      return t("status.held");
    case "interrupted":
      return t("status.interrupted");
    case "failed":
      return t("status.failed");
    case "cancelled":
      return t("status.cancelled");
    case "done":
      return t("status.done");
  }
}
