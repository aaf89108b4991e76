/** Several seeds of one prompt beside each other, short, to choose one and make it at full length. */
import { Button, Text } from "@mantine/core";
import { IconPlayerPlay, IconSparkles } from "@tabler/icons-react";
import { type CSSProperties, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Clip, QueueJob } from "#contract/queue.ts";
import { useCall } from "../app/calls.ts";
import { useRelease } from "../player/index.ts";
import { useStatusLine } from "./Making.tsx";
import { useJobs, usePreview, useProgress } from "./queue.ts";
import classes from "./Result.module.css";
import { choose } from "./Result.tsx";
import { submit } from "./submit.ts";
import { useComposer, wishOfClip } from "./wish.ts";

export function SeedGrid({ batch }: { batch: string }) {
  const { t } = useTranslation("draft");
  const jobs = useJobs()
    .filter((job) => job.batch === batch)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const [first] = jobs;
  if (first === undefined) return null;
  const ready = jobs.filter(({ phase }) => phase === "done").length;
  return (
    <section className={classes.result} aria-label={t("grid.label")}>
      <div className={classes.head}>
        <Text className={`${classes.words} ${classes.headWords}`} lineClamp={1} title={first.request.prompt}>
          {first.request.prompt}
        </Text>
        <Text size="sm" c="dimmed" aria-live="polite">
          {t("grid.ready", { ready, count: jobs.length })}
        </Text>
      </div>
      <div
        className={classes.grid}
        style={{ "--columns": Math.ceil(Math.sqrt(jobs.length)) } as CSSProperties}
      >
        {jobs.map((job) => (
          <Cell key={job.id} job={job} />
        ))}
      </div>
    </section>
  );
}

function Cell({ job }: { job: QueueJob }) {
  const progress = useProgress(job.id);
  const preview = usePreview(job.id);
  const line = useStatusLine(job, progress);
  const { data: clip } = useCall(
    "queue.clip",
    { id: job.generation ?? "-" },
    { enabled: job.generation !== null },
  );
  if (clip !== undefined) return <Variation job={job} clip={clip} />;
  return (
    <div className={classes.cell}>
      {preview && <img className={classes.cellPicture} src={preview} alt="" />}
      <div className={classes.cellWords}>
        <span>{line}</span>
      </div>
      {progress && <span className={classes.cellBar} style={{ transform: `scaleX(${progress.fraction})` }} />}
    </div>
  );
}

function Variation({ job, clip }: { job: QueueJob; clip: Clip }) {
  const { t } = useTranslation("draft");
  const video = useRef<HTMLVideoElement>(null);
  useRelease(video);
  const seconds = useComposer((composer) => composer.seconds);
  const play = () => void video.current?.play().catch(() => undefined);
  const stop = () => video.current?.pause();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: looking is all that the pointer does here; the buttons act
    <div className={classes.cell} onPointerEnter={play} onPointerLeave={stop} onFocus={play} onBlur={stop}>
      <video
        ref={video}
        className={classes.cellPicture}
        src={clip.url}
        aria-label={t("grid.seed", { seed: clip.request.seed })}
        preload="metadata"
        muted
        loop
        playsInline
        disablePictureInPicture
      />
      <div className={classes.cellWords}>
        <span>{clip.request.seed}</span>
        <Button.Group>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t("grid.open", { seed: clip.request.seed })}
            onClick={() => choose(job.id, clip.id)}
          >
            <IconPlayerPlay size={14} stroke={1.6} aria-hidden />
          </Button>
          <Button
            size="compact-xs"
            className={classes.main}
            leftSection={<IconSparkles size={14} stroke={1.6} aria-hidden />}
            onClick={() => void submit({ ...wishOfClip(clip), seconds })}
          >
            {t("grid.full", { seconds })}
          </Button>
        </Button.Group>
      </div>
    </div>
  );
}
